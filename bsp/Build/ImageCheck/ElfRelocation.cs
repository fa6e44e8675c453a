// A place in a compiled object that the linker fills in.

namespace RustKernel.Build.ImageCheck;

/// <summary>The linker writes there how <paramref name="Symbol"/>, moved by <paramref name="Addend"/>, lies.</summary>
/// <param name="Offset">The place, from the start of its section.</param>
/// <param name="Symbol">What it names.</param>
/// <param name="Addend">Bytes added to the symbol's place.</param>
public sealed record ElfRelocation(ulong Offset, ElfSymbol Symbol, long Addend);
