// Renders ZPL files to PNG: node render.cjs DIR WIDTH_MM HEIGHT_MM DOTS_PER_MM FILE.zpl ...
// Needs the npm package zpl-renderer-js (tried: 3.4.0), found through NODE_PATH.
const fs = require("node:fs");
const path = require("node:path");

// The renderer misreads `>5` in ^BC mode N (it draws FNC4 and stays in subset B, against the programming
// guide's table). Such fields are handed to it in its automatic modes, with the same characters; that our
// notation means these characters is proven by a unit test beside the encoder.
function withoutSubsetC(zpl) {
  return zpl.replace(/,N\^FH_\^FD>[:;]([^^]*>5[^^]*)\^FS/g, (_, notation) => {
    const escapes = { 0: ">", "<": "_5E", "=": "_7E", 5: "", 6: "" };
    const data = notation.replace(/>([0<=56])/g, (_, escape) => escapes[escape]);
    if (!data.startsWith(">8")) return `,A^FH_^FD${data}^FS`;
    if (/[()]/.test(data)) throw new Error(`mode D would drop the parentheses of ${data}`);
    return `,D^FH_^FD${data.slice(2)}^FS`;
  });
}

async function main([dir, width, height, dpmm, ...files]) {
  const { api } = await require("zpl-renderer-js").ready;
  for (const file of files) {
    const zpl = withoutSubsetC(fs.readFileSync(path.join(dir, file), "utf8"));
    const pages = await api.zplToBase64MultipleAsync(zpl, Number(width), Number(height), Number(dpmm));
    pages.forEach((page, n) => {
      const name = `${path.basename(file, ".zpl")}-${n + 1}.png`;
      fs.writeFileSync(path.join(dir, name), Buffer.from(page, "base64"));
    });
  }
}

main(process.argv.slice(2)).then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
