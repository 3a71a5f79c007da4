import { useCompileCache } from "./compile-cache.ts";

useCompileCache();
// Only what is loaded after that comes out of the cache.
const { main } = await import("./command-line.ts");
await main(process.argv.slice(2));
