//! The rows of the table of application identifiers.
//!
//! Written after the GS1 Barcode Syntax Dictionary, release 2026-01-27; a test in `ai_table` compares every row with it.

use super::ai_table::Rule::{self, Excludes, LinkKey, Requires};
use super::ai_table::{AiEntry, Charset, Flags, Part};
use super::linters::Linter::{self, *};

/// Columns: AIs, flags (fixed = no separator needed, link = Digital Link attribute), parts, rules, data title.
#[rustfmt::skip]
pub(super) static TABLE: [AiEntry; 224] = [
    row("00", FIXED_LINK, &[n(18).check(&[Csum, Gcppos2])], &[LinkKey("")], "SSCC"),
    row("01", FIXED_LINK, &[n(14).check(&[Csum, Gcppos2])], &[Excludes("255,37"), LinkKey("22,10,21|235")], "GTIN"),
    row("02", FIXED_LINK, &[n(14).check(&[Csum, Gcppos2])], &[Excludes("01,03"), Requires("37")], "CONTENT"),
    row("03", FIXED, &[n(14).check(&[Csum, Gcppos2])], &[Excludes("01,02,37")], "MTO GTIN"),
    row("10", LINK, &[x_up_to(20)], &[Requires("01,02,03,8006,8026")], "BATCH/LOT"),
    row("11", FIXED_LINK, &[n(6).check(&[Yymmd0])], &[Requires("01,02,03,8006,8026")], "PROD DATE"),
    row("12", FIXED_LINK, &[n(6).check(&[Yymmd0])], &[Requires("8020")], "DUE DATE"),
    row("13", FIXED_LINK, &[n(6).check(&[Yymmd0])], &[Requires("01,02,03,8006,8026")], "PACK DATE"),
    row("15", FIXED_LINK, &[n(6).check(&[Yymmd0])], &[Requires("01,02,03,8006,8026")], "BEST BEFORE or BEST BY"),
    row("16", FIXED_LINK, &[n(6).check(&[Yymmd0])], &[Requires("01,02,03,8006,8026")], "SELL BY"),
    row("17", FIXED_LINK, &[n(6).check(&[Yymmd0])], &[Requires("01,02,03,255,8006,8026")], "USE BY or EXPIRY"),
    row("20", FIXED_LINK, &[n(2)], &[Requires("01,02,8006,8026")], "VARIANT"),
    row("21", PLAIN, &[x_up_to(20)], &[Requires("01,03,8006"), Excludes("235")], "SERIAL"),
    row("22", PLAIN, &[x_up_to(20)], &[Requires("01")], "CPV"),
    row("235", PLAIN, &[x_up_to(28)], &[Requires("01")], "TPX"),
    row("240", LINK, &[x_up_to(30)], &[Requires("01,02,8006,8026")], "ADDITIONAL ID"),
    row("241", LINK, &[x_up_to(30)], &[Requires("01,02,8006,8026")], "CUST. PART No."),
    row("242", LINK, &[n_up_to(6)], &[Requires("01,02,8006,8026")], "MTO VARIANT"),
    row("243", LINK, &[x_up_to(20)], &[Requires("01")], "PCN"),
    row("250", LINK, &[x_up_to(30)], &[Requires("01,8006"), Requires("21")], "SECONDARY SERIAL"),
    row("251", LINK, &[x_up_to(30)], &[Requires("01,8006")], "REF. TO SOURCE"),
    row("253", LINK, &[n(13).check(&[Csum, Gcppos1]), x_up_to(17).optional()], &[LinkKey("")], "GDTI"),
    row("254", PLAIN, &[x_up_to(20)], &[Requires("414")], "GLN EXTENSION COMPONENT"),
    row("255", LINK, &[n(13).check(&[Csum, Gcppos1]), n_up_to(12).optional()], &[LinkKey(""), Excludes("01,02,415,8006,8020,8026")], "GCN"),
    row("30", LINK, &[n_up_to(8)], &[Requires("01,02")], "VAR. COUNT"),
    row("3100-3105", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("310n")], "NET WEIGHT (kg)"),
    row("3110-3115", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("311n")], "LENGTH (m)"),
    row("3120-3125", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("312n")], "WIDTH (m)"),
    row("3130-3135", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("313n")], "HEIGHT (m)"),
    row("3140-3145", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("314n")], "AREA (m²)"),
    row("3150-3155", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("315n")], "NET VOLUME (l)"),
    row("3160-3165", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("316n")], "NET VOLUME (m³)"),
    row("3200-3205", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("320n")], "NET WEIGHT (lb)"),
    row("3210-3215", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("321n")], "LENGTH (in)"),
    row("3220-3225", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("322n")], "LENGTH (ft)"),
    row("3230-3235", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("323n")], "LENGTH (yd)"),
    row("3240-3245", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("324n")], "WIDTH (in)"),
    row("3250-3255", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("325n")], "WIDTH (ft)"),
    row("3260-3265", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("326n")], "WIDTH (yd)"),
    row("3270-3275", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("327n")], "HEIGHT (in)"),
    row("3280-3285", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("328n")], "HEIGHT (ft)"),
    row("3290-3295", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("329n")], "HEIGHT (yd)"),
    row("3300-3305", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("330n")], "GROSS WEIGHT (kg)"),
    row("3310-3315", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("331n")], "LENGTH (m), log"),
    row("3320-3325", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("332n")], "WIDTH (m), log"),
    row("3330-3335", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("333n")], "HEIGHT (m), log"),
    row("3340-3345", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("334n")], "AREA (m²), log"),
    row("3350-3355", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("335n")], "VOLUME (l), log"),
    row("3360-3365", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("336n")], "VOLUME (m³), log"),
    row("3370-3375", FIXED_LINK, &[n(6)], &[Requires("01"), Excludes("337n")], "KG PER m²"),
    row("3400-3405", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("340n")], "GROSS WEIGHT (lb)"),
    row("3410-3415", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("341n")], "LENGTH (in), log"),
    row("3420-3425", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("342n")], "LENGTH (ft), log"),
    row("3430-3435", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("343n")], "LENGTH (yd), log"),
    row("3440-3445", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("344n")], "WIDTH (in), log"),
    row("3450-3455", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("345n")], "WIDTH (ft), log"),
    row("3460-3465", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("346n")], "WIDTH (yd), log"),
    row("3470-3475", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("347n")], "HEIGHT (in), log"),
    row("3480-3485", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("348n")], "HEIGHT (ft), log"),
    row("3490-3495", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("349n")], "HEIGHT (yd), log"),
    row("3500-3505", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("350n")], "AREA (in²)"),
    row("3510-3515", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("351n")], "AREA (ft²)"),
    row("3520-3525", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("352n")], "AREA (yd²)"),
    row("3530-3535", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("353n")], "AREA (in²), log"),
    row("3540-3545", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("354n")], "AREA (ft²), log"),
    row("3550-3555", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("355n")], "AREA (yd²), log"),
    row("3560-3565", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("356n")], "NET WEIGHT (tr oz)"),
    row("3570-3575", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("357n")], "NET VOLUME (oz)"),
    row("3600-3605", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("360n")], "NET VOLUME (qt (US))"),
    row("3610-3615", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("361n")], "NET VOLUME (gal.)"),
    row("3620-3625", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("362n")], "VOLUME (qt (US)), log"),
    row("3630-3635", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("363n")], "VOLUME (gal (US)), log"),
    row("3640-3645", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("364n")], "NET VOLUME (in³)"),
    row("3650-3655", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("365n")], "NET VOLUME (ft³)"),
    row("3660-3665", FIXED_LINK, &[n(6)], &[Requires("01,02"), Excludes("366n")], "NET VOLUME (yd³)"),
    row("3670-3675", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("367n")], "VOLUME (in³), log"),
    row("3680-3685", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("368n")], "VOLUME (ft³), log"),
    row("3690-3695", FIXED_LINK, &[n(6)], &[Requires("00,01"), Excludes("369n")], "VOLUME (yd³), log"),
    row("37", LINK, &[n_up_to(8)], &[Requires("00"), Requires("02,8026")], "COUNT"),
    row("3900-3909", LINK, &[n_up_to(15)], &[Requires("255,8020"), Excludes("390n,391n,394n,8111")], "AMOUNT"),
    row("3910-3919", LINK, &[n(3).check(&[Iso4217]), n_up_to(15)], &[Requires("8020"), Excludes("391n")], "AMOUNT"),
    row("3920-3929", LINK, &[n_up_to(15)], &[Requires("01"), Requires("30,31nn,32nn,35nn,36nn"), Excludes("392n,393n")], "PRICE"),
    row("3930-3939", LINK, &[n(3).check(&[Iso4217]), n_up_to(15)], &[Requires("30,31nn,32nn,35nn,36nn"), Excludes("393n")], "PRICE"),
    row("3940-3943", LINK, &[n(4)], &[Requires("255"), Excludes("394n,8111")], "PRCNT OFF"),
    row("3950-3955", LINK, &[n(6)], &[Requires("30,31nn,32nn,35nn,36nn"), Excludes("392n,393n,395n,8005")], "PRICE/UoM"),
    row("400", LINK, &[x_up_to(30)], &[], "ORDER NUMBER"),
    row("401", LINK, &[x_up_to(30).check(&[Gcppos1])], &[LinkKey("")], "GINC"),
    row("402", LINK, &[n(17).check(&[Csum, Gcppos1])], &[LinkKey("")], "GSIN"),
    row("403", LINK, &[x_up_to(30)], &[Requires("00")], "ROUTE"),
    row("410", FIXED_LINK, &[n(13).check(&[Csum, Gcppos1])], &[], "SHIP TO LOC"),
    row("411", FIXED_LINK, &[n(13).check(&[Csum, Gcppos1])], &[], "BILL TO"),
    row("412", FIXED_LINK, &[n(13).check(&[Csum, Gcppos1])], &[], "PURCHASE FROM"),
    row("413", FIXED_LINK, &[n(13).check(&[Csum, Gcppos1])], &[], "SHIP FOR LOC"),
    row("414", FIXED_LINK, &[n(13).check(&[Csum, Gcppos1])], &[LinkKey("254|7040")], "LOC No."),
    row("415", FIXED_LINK, &[n(13).check(&[Csum, Gcppos1])], &[Requires("8020"), LinkKey("8020")], "PAY TO"),
    row("416", FIXED_LINK, &[n(13).check(&[Csum, Gcppos1])], &[], "PROD/SERV LOC"),
    row("417", FIXED_LINK, &[n(13).check(&[Csum, Gcppos1])], &[LinkKey("7040")], "PARTY"),
    row("420", LINK, &[x_up_to(20)], &[Excludes("421")], "SHIP TO POST"),
    row("421", LINK, &[n(3).check(&[Iso3166]), x_up_to(9)], &[Excludes("4307")], "SHIP TO POST"),
    row("422", LINK, &[n(3).check(&[Iso3166])], &[Requires("01,02,8006,8026"), Excludes("426")], "ORIGIN"),
    row("423", LINK, &[n(3).check(&[Iso3166]), n(3).optional().check(&[Iso3166]), n(3).optional().check(&[Iso3166]), n(3).optional().check(&[Iso3166]), n(3).optional().check(&[Iso3166])], &[Requires("01,02"), Excludes("426")], "COUNTRY - INITIAL PROCESS"),
    row("424", LINK, &[n(3).check(&[Iso3166])], &[Requires("01,02"), Excludes("426")], "COUNTRY - PROCESS"),
    row("425", LINK, &[n(3).check(&[Iso3166]), n(3).optional().check(&[Iso3166]), n(3).optional().check(&[Iso3166]), n(3).optional().check(&[Iso3166]), n(3).optional().check(&[Iso3166])], &[Requires("01,02"), Excludes("426")], "COUNTRY - DISASSEMBLY"),
    row("426", LINK, &[n(3).check(&[Iso3166])], &[Requires("01,02")], "COUNTRY - FULL PROCESS"),
    row("427", LINK, &[x_up_to(3)], &[Requires("01,02"), Requires("422")], "ORIGIN SUBDIVISION"),
    row("4300", LINK, &[x_up_to(35).check(&[Pcenc])], &[Requires("00")], "SHIP TO COMP"),
    row("4301", LINK, &[x_up_to(35).check(&[Pcenc])], &[Requires("00")], "SHIP TO NAME"),
    row("4302", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("00")], "SHIP TO ADD1"),
    row("4303", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("4302")], "SHIP TO ADD2"),
    row("4304", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("00")], "SHIP TO SUB"),
    row("4305", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("00")], "SHIP TO LOC"),
    row("4306", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("00")], "SHIP TO REG"),
    row("4307", LINK, &[x(2).check(&[Iso3166alpha2])], &[Requires("00")], "SHIP TO COUNTRY"),
    row("4308", LINK, &[x_up_to(30)], &[Requires("00")], "SHIP TO PHONE"),
    row("4309", LINK, &[n(10).check(&[Latitude]), n(10).check(&[Longitude])], &[Requires("00")], "SHIP TO GEO"),
    row("4310", LINK, &[x_up_to(35).check(&[Pcenc])], &[Requires("00")], "RTN TO COMP"),
    row("4311", LINK, &[x_up_to(35).check(&[Pcenc])], &[Requires("00")], "RTN TO NAME"),
    row("4312", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("00")], "RTN TO ADD1"),
    row("4313", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("4312")], "RTN TO ADD2"),
    row("4314", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("00")], "RTN TO SUB"),
    row("4315", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("00")], "RTN TO LOC"),
    row("4316", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("00")], "RTN TO REG"),
    row("4317", LINK, &[x(2).check(&[Iso3166alpha2])], &[Requires("00")], "RTN TO COUNTRY"),
    row("4318", LINK, &[x_up_to(20)], &[Requires("00")], "RTN TO POST"),
    row("4319", LINK, &[x_up_to(30)], &[Requires("00")], "RTN TO PHONE"),
    row("4320", LINK, &[x_up_to(35).check(&[Pcenc])], &[Requires("00")], "SRV DESCRIPTION"),
    row("4321", LINK, &[n(1).check(&[Yesno])], &[Requires("00")], "DANGEROUS GOODS"),
    row("4322", LINK, &[n(1).check(&[Yesno])], &[Requires("00")], "AUTH TO LEAVE"),
    row("4323", LINK, &[n(1).check(&[Yesno])], &[Requires("00")], "SIG REQUIRED"),
    row("4324", LINK, &[n(6).check(&[Yymmd0]), n(4).check(&[Hhmi])], &[Requires("00")], "NOT BEF DEL DT"),
    row("4325", LINK, &[n(6).check(&[Yymmd0]), n(4).check(&[Hhmi])], &[Requires("00")], "NOT AFT DEL DT"),
    row("4326", LINK, &[n(6).check(&[Yymmdd])], &[Requires("00")], "REL DATE"),
    row("4330", LINK, &[n(6), x(1).optional().check(&[Hyphen])], &[Requires("00"), Excludes("4331")], "MAX TEMP F."),
    row("4331", LINK, &[n(6), x(1).optional().check(&[Hyphen])], &[Requires("00"), Excludes("4330")], "MAX TEMP C."),
    row("4332", LINK, &[n(6), x(1).optional().check(&[Hyphen])], &[Requires("00"), Excludes("4333")], "MIN TEMP F."),
    row("4333", LINK, &[n(6), x(1).optional().check(&[Hyphen])], &[Requires("00"), Excludes("4332")], "MIN TEMP C."),
    row("7001", LINK, &[n(13)], &[Requires("01,02,8006,8026")], "NSN"),
    row("7002", LINK, &[x_up_to(30)], &[Requires("01,02")], "MEAT CUT"),
    row("7003", LINK, &[n(6).check(&[Yymmdd]), n(4).check(&[Hhmi])], &[Requires("01,02")], "EXPIRY TIME"),
    row("7004", LINK, &[n_up_to(4)], &[Requires("01+10")], "ACTIVE POTENCY"),
    row("7005", LINK, &[x_up_to(12)], &[Requires("01,02")], "CATCH AREA"),
    row("7006", LINK, &[n(6).check(&[Yymmdd])], &[Requires("01,02")], "FIRST FREEZE DATE"),
    row("7007", LINK, &[n(6).check(&[Yymmdd]), n(6).optional().check(&[Yymmdd])], &[Requires("01,02")], "HARVEST DATE"),
    row("7008", LINK, &[x_up_to(3)], &[Requires("01,02")], "AQUATIC SPECIES"),
    row("7009", LINK, &[x_up_to(10)], &[Requires("01,02")], "FISHING GEAR TYPE"),
    row("7010", LINK, &[x_up_to(2)], &[Requires("01,02")], "PROD METHOD"),
    row("7011", LINK, &[n(6).check(&[Yymmdd]), n(4).optional().check(&[Hhmi])], &[Requires("01,02")], "TEST BY DATE"),
    row("7020", LINK, &[x_up_to(20)], &[Requires("01,8006"), Requires("416")], "REFURB LOT"),
    row("7021", LINK, &[x_up_to(20)], &[Requires("01,8006")], "FUNC STAT"),
    row("7022", LINK, &[x_up_to(20)], &[Requires("7021")], "REV STAT"),
    row("7023", LINK, &[x_up_to(30).check(&[Gcppos1])], &[], "GIAI - ASSEMBLY"),
    row("7030", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 0"),
    row("7031", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 1"),
    row("7032", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 2"),
    row("7033", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 3"),
    row("7034", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 4"),
    row("7035", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 5"),
    row("7036", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 6"),
    row("7037", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 7"),
    row("7038", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 8"),
    row("7039", LINK, &[n(3).check(&[Iso3166999]), x_up_to(27)], &[Requires("01,02")], "PROCESSOR # 9"),
    row("7040", PLAIN, &[n(1), x(1), x(1), x(1).check(&[Importeridx])], &[], "UIC+EXT"),
    row("7041", PLAIN, &[x_up_to(4).check(&[Packagetype])], &[Requires("00")], "UFRGT UNIT TYPE"),
    row("710", LINK, &[x_up_to(20)], &[Requires("01")], "NHRN PZN"),
    row("711", LINK, &[x_up_to(20)], &[Requires("01")], "NHRN CIP"),
    row("712", LINK, &[x_up_to(20)], &[Requires("01")], "NHRN CN"),
    row("713", LINK, &[x_up_to(20)], &[Requires("01")], "NHRN DRN"),
    row("714", LINK, &[x_up_to(20)], &[Requires("01")], "NHRN AIM"),
    row("715", LINK, &[x_up_to(20)], &[Requires("01")], "NHRN NDC"),
    row("716", LINK, &[x_up_to(20)], &[Requires("01")], "NHRN AIC"),
    row("717", LINK, &[x_up_to(20)], &[Requires("01")], "NHRN SRN"),
    row("7230", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 1"),
    row("7231", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 2"),
    row("7232", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 3"),
    row("7233", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 4"),
    row("7234", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 5"),
    row("7235", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 6"),
    row("7236", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 7"),
    row("7237", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 8"),
    row("7238", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 9"),
    row("7239", LINK, &[x(2), x_up_to(28)], &[Requires("01,8004")], "CERT # 10"),
    row("7240", LINK, &[x_up_to(20)], &[Requires("01,8006")], "PROTOCOL"),
    row("7241", LINK, &[n(2).check(&[Mediatype])], &[Requires("8017,8018")], "AIDC MEDIA TYPE"),
    row("7242", LINK, &[x_up_to(25)], &[Requires("8017,8018")], "VCN"),
    row("7250", LINK, &[n(8).check(&[Yyyymmdd])], &[Requires("8018"), Excludes("7251")], "DOB"),
    row("7251", LINK, &[n(8).check(&[Yyyymmdd]), n(4).check(&[Hhmi])], &[Requires("8018"), Excludes("7250")], "DOB TIME"),
    row("7252", LINK, &[n(1).check(&[Iso5218])], &[Requires("8018")], "BIO SEX"),
    row("7253", LINK, &[x_up_to(40).check(&[Pcenc])], &[Requires("8017,8018"), Excludes("7256,7259")], "FAMILY NAME"),
    row("7254", LINK, &[x_up_to(40).check(&[Pcenc])], &[Requires("8017,8018"), Excludes("7256,7259")], "GIVEN NAME"),
    row("7255", LINK, &[x_up_to(10)], &[Requires("8017,8018"), Excludes("7256,7259")], "SUFFIX"),
    row("7256", LINK, &[x_up_to(90).check(&[Pcenc])], &[Requires("8017,8018")], "FULL NAME"),
    row("7257", LINK, &[x_up_to(70).check(&[Pcenc])], &[Requires("8018")], "PERSON ADDR"),
    row("7258", LINK, &[x(3).check(&[Posinseqslash])], &[Requires("8018+7259")], "BIRTH SEQUENCE"),
    row("7259", LINK, &[x_up_to(40).check(&[Pcenc])], &[Requires("8018"), Excludes("7256")], "BABY"),
    row("8001", LINK, &[n(4).check(&[Nonzero]), n(5).check(&[Nonzero]), n(3).check(&[Nonzero]), n(1).check(&[Winding]), n(1)], &[Requires("01")], "DIMENSIONS"),
    row("8002", LINK, &[x_up_to(20)], &[], "CMT No."),
    row("8003", LINK, &[n(1).check(&[Zero]), n(13).check(&[Csum, Gcppos1]), x_up_to(16).optional()], &[LinkKey("")], "GRAI"),
    row("8004", LINK, &[x_up_to(30).check(&[Gcppos1])], &[LinkKey("7040")], "GIAI"),
    row("8005", LINK, &[n(6)], &[Requires("01,02")], "PRICE PER UNIT"),
    row("8006", LINK, &[n(14).check(&[Csum, Gcppos2]), n(4).check(&[Pieceoftotal])], &[Excludes("01,37"), LinkKey("22,10,21")], "ITIP"),
    row("8007", LINK, &[x_up_to(34).check(&[Iban])], &[Requires("415")], "IBAN"),
    row("8008", LINK, &[n(6).check(&[Yymmdd]), n(2).check(&[Hh]), n(2).optional().check(&[Mi]), n(2).optional().check(&[Ss])], &[Requires("01,02")], "PROD TIME"),
    row("8009", LINK, &[x_up_to(50)], &[Requires("00,01")], "OPTSEN"),
    row("8010", LINK, &[y_up_to(30).check(&[Gcppos1])], &[LinkKey("8011")], "CPID"),
    row("8011", PLAIN, &[n_up_to(12).check(&[Nozeroprefix])], &[Requires("8010")], "CPID SERIAL"),
    row("8012", LINK, &[x_up_to(20)], &[Requires("01,8006")], "VERSION"),
    row("8013", LINK, &[x_up_to(25).check(&[Csumalpha, Gcppos1])], &[LinkKey("")], "GMN"),
    row("8014", PLAIN, &[x_up_to(25).check(&[Csumalpha, Gcppos1, Hasnondigit])], &[Requires("01")], "MUDI"),
    row("8017", LINK, &[n(18).check(&[Csum, Gcppos1])], &[Excludes("8018"), LinkKey("8019")], "GSRN - PROVIDER"),
    row("8018", LINK, &[n(18).check(&[Csum, Gcppos1])], &[Excludes("8017"), LinkKey("8019")], "GSRN - RECIPIENT"),
    row("8019", PLAIN, &[n_up_to(10)], &[Requires("8017,8018")], "SRIN"),
    row("8020", PLAIN, &[x_up_to(25)], &[Requires("415")], "REF No."),
    row("8026", LINK, &[n(14).check(&[Csum, Gcppos2]), n(4).check(&[Pieceoftotal])], &[Requires("37"), Excludes("02,8006")], "ITIP CONTENT"),
    row("8030", LINK, &[z_up_to(90)], &[Requires("00,01+21,253,255,8003,8004,8006+21,8010+8011,8017,8018")], "DIGSIG"),
    row("8040", PLAIN, &[n(15)], &[Requires("01+21")], "IMEI"),
    row("8041", PLAIN, &[n(15)], &[Requires("01+21+8040")], "IMEI2"),
    row("8042", PLAIN, &[n(32)], &[Requires("01+21+8040")], "ESIM"),
    row("8043", PLAIN, &[n(18), n_up_to(2).optional()], &[Requires("01+21+8040")], "PSIM"),
    row("8110", LINK, &[x_up_to(70).check(&[Couponcode])], &[], ""),
    row("8111", LINK, &[n(4)], &[Requires("255")], "POINTS"),
    row("8112", LINK, &[x_up_to(70).check(&[Couponposoffer])], &[], ""),
    row("8200", PLAIN, &[x_up_to(70)], &[Requires("01")], "PRODUCT URL"),
    row("90", LINK, &[x_up_to(30)], &[], "INTERNAL"),
    row("91-99", LINK, &[x_up_to(90)], &[], "INTERNAL"),
];

/// Stand-ins for AIs that are not allocated, by the length their prefix gives them.
pub(super) static UNKNOWN: AiEntry = row("", PLAIN, &[x_up_to(90)], &[], "");
pub(super) static UNKNOWN_6: AiEntry = row("", FIXED, &[x(6)], &[], "");
pub(super) static UNKNOWN_13: AiEntry = row("", FIXED, &[x(13)], &[], "");

const FIXED_LINK: Flags = Flags {
    fixed: true,
    link: true,
};
const FIXED: Flags = Flags {
    fixed: true,
    link: false,
};
const LINK: Flags = Flags {
    fixed: false,
    link: true,
};
const PLAIN: Flags = Flags {
    fixed: false,
    link: false,
};

const fn row(
    range: &'static str,
    flags: Flags,
    parts: &'static [Part],
    rules: &'static [Rule],
    title: &'static str,
) -> AiEntry {
    AiEntry {
        range,
        flags,
        parts,
        rules,
        title,
    }
}

const fn part(charset: Charset, min: usize, max: usize) -> Part {
    Part {
        charset,
        min,
        max,
        optional: false,
        linters: &[],
    }
}

const fn n(length: usize) -> Part {
    part(Charset::N, length, length)
}

const fn n_up_to(max: usize) -> Part {
    part(Charset::N, 1, max)
}

const fn x(length: usize) -> Part {
    part(Charset::X, length, length)
}

const fn x_up_to(max: usize) -> Part {
    part(Charset::X, 1, max)
}

const fn y_up_to(max: usize) -> Part {
    part(Charset::Y, 1, max)
}

const fn z_up_to(max: usize) -> Part {
    part(Charset::Z, 1, max)
}

impl Part {
    const fn optional(self) -> Part {
        Part {
            optional: true,
            ..self
        }
    }

    const fn check(self, linters: &'static [Linter]) -> Part {
        Part { linters, ..self }
    }
}
