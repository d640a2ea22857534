import { testHostilePrograms } from "./hostile-suite.js";

testHostilePrograms("namespaces");
