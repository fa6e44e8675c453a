namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>The table of <c>make hil</c>.</summary>
public sealed class WholeTable() : MatrixTable("hil");
