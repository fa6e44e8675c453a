// One disk that a power cut may leave.

namespace RustKernel.FileSystems.Tests.Crash;

/// <summary>
/// The cut may have come when <paramref name="Position"/> entries of the log had been issued, or at any time up to
/// <paramref name="Latest"/>, when later writes left no trace; <paramref name="What"/>: which of the unflushed ones are on the disk.
/// </summary>
internal sealed record CrashState(int Position, int Latest, string What, OverlayStore Store);
