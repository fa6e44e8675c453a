namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>The table of <c>make test</c>.</summary>
public sealed class SmokeTable() : MatrixTable("test");
