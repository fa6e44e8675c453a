// A mount point whose volume cannot be mounted.

namespace RustKernel.Services.Volumes;

/// <summary>
/// Answers every request with NotSupported, so the mount point is not there, and a person may do something about it. Ending instead
/// would be a failure that repeats itself.
/// </summary>
internal sealed class AbsentVolume : Service
{
}
