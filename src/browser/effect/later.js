// The rest of a page that was built in parts: scripts/lean.mjs leaves a function that loads it. A page in one part has it already.
const unpack = async () => {
  await globalThis.loadRest?.();
  // Templates within a template are no templates of the document yet.
  const rest = document.getElementById("rest");
  if (rest) document.body.append(rest.content);
};
let unpacked;
export const load = () =>
  (unpacked ??= unpack().catch((error) => {
    // The next one who asks tries again.
    unpacked = undefined;
    throw error;
  }));
