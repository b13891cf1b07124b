### What is wrong with codes: these stand behind a colon.

fault-empty = there is no GS1 data
fault-unknown-ai = no application identifier begins { $text }
fault-brackets = the brackets do not enclose application identifiers
fault-too-short = ({ $ai }) is too short
fault-too-long = ({ $ai }) is too long, or the separator after it is missing
fault-length = ({ $ai }) has a length that its format does not allow
fault-content = ({ $ai }) { $what }
fault-repeated = ({ $ai }) occurs with different values
fault-excluded = ({ $ai }) must not stand beside ({ $other })
fault-missing = ({ $ai }) needs { $wanted }
fault-serial-component = ({ $ai }) needs its serial component beside a digital signature
fault-symbology = no known symbology identifier
fault-primary = the main symbol holds no trade item number: it { $what }

## What a value is or has

fault-not-digits = holds something other than digits
fault-charset = holds a character that GS1 data cannot have
fault-padding = has wrong base 64 padding
fault-check-digit = has a wrong check digit
fault-check-pair = has a wrong check character pair
fault-value-length = has the wrong length
fault-company-prefix = has no company prefix
fault-month = has a month that does not exist
fault-day = has a day that does not exist
fault-time = has a time that does not exist
fault-range = is out of its range
fault-coupon = is not a well-formed coupon
fault-list-country-number = is not a known country number
fault-list-country-code = is not a known country code
fault-list-currency-number = is not a known currency number
fault-list-package-type = is not a known package type
fault-list-sex-code = is not a known sex code
fault-list-winding-direction = is not a known winding direction
fault-list-media-type = is not a known media type
fault-form-one-importer-index-character = should be one importer index character
fault-form-0-or-1 = should be 0 or 1
fault-form-hyphens = should be hyphens
fault-form-zero = should be zero
fault-form-other-than-zero = should be other than zero
fault-form-without-leading-zeros = should be without leading zeros
fault-form-more-than-digits = should be more than digits
fault-form-percent-encoded = should be percent-encoded
fault-form-position-end = should be position/end
fault-gtin-length = has { $digits } digits where 8, 12, 13 or 14 are right
fault-gtin-check-digit = should end with the check digit { $expected }
fault-not-upc-e = is no UPC-E number

## Links

fault-link-scheme = a Digital Link begins with http:// or https://
fault-link-character = the address holds a character that addresses cannot have
fault-link-domain = the address has no valid domain
fault-link-no-key = the address has no GS1 key in its path
fault-link-empty = ({ $ai }) has no value in the address
fault-link-qualifiers = the qualifiers in the path do not belong to ({ $ai }), or are out of order
fault-link-unknown = ({ $ai }) in the query is not an application identifier
fault-link-not-in-query = ({ $ai }) must not be in the query
fault-link-in-path = ({ $ai }) belongs in the path
fault-link-twice = ({ $ai }) occurs twice
