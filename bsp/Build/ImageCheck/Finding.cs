namespace RustKernel.Build.ImageCheck;

/// <summary>
/// One reason to fail the build: the rule's <paramref name="Code"/> (RK2nnn) and a message that names the culprit and the remedy.
/// </summary>
public sealed record Finding(string Code, string Message);
