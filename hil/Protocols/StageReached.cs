// When a stage was reached.

namespace RustKernel.Hil.Protocols;

/// <summary>A boot stage that was seen.</summary>
/// <param name="Stage">Which one.</param>
/// <param name="Line">The line that showed it.</param>
/// <param name="HostNanoseconds">When the line's end arrived, ns since the run's start.</param>
public sealed record StageReached(BootStage Stage, string Line, long HostNanoseconds);
