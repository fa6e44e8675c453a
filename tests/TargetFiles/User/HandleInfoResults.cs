// The results of HandleInfo.

namespace RustKernel.User;

/// <summary>Only what a service of files needs.</summary>
public struct HandleInfoResults
{
    public ulong Receivers;
}
