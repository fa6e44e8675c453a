namespace RustKernel.Services.Volumes;

/// <summary>
/// A mount point whose volume cannot be mounted. Answers every request with NotSupported, so the mount point is absent, and a person can
/// repair it. Ending instead would be a failure that repeats itself.
/// </summary>
internal sealed class AbsentVolume : Service
{
}
