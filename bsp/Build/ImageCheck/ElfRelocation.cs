namespace RustKernel.Build.ImageCheck;

/// <summary>
/// A place in a compiled object where the linker writes the location of <paramref name="Symbol"/> plus
/// <paramref name="Addend"/>.
/// </summary>
/// <param name="Offset">The place, from the start of its section.</param>
/// <param name="Symbol">The symbol.</param>
/// <param name="Addend">Bytes added to the symbol's address.</param>
public sealed record ElfRelocation(ulong Offset, ElfSymbol Symbol, long Addend);
