# Writes INPUT into OUTPUT as a C++ array of bytes (a string literal has a length limit).
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE ${OUTPUT}
  "#include \"gateway/openapi_document.hpp\"\n"
  "namespace gateway {\n"
  "namespace { constexpr char bytes[] = {${bytes}}; }\n"
  "std::string_view openapi_yaml() { return {bytes, sizeof bytes}; }\n"
  "}\n")
