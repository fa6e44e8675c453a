// Where code comes from.

namespace RustKernel.Hil.Drivers;

/// <summary>One place in the sources.</summary>
/// <param name="Function">The function's name.</param>
/// <param name="File">The file, relative to the repository where it lies in it.</param>
/// <param name="Line">The line, from 1; 0 when it is not known.</param>
public sealed record CodePlace(string Function, string File, int Line);
