// What HandleInfo says.

namespace RustKernel.User;

/// <summary>As far as a service of files asks.</summary>
public struct HandleInfoResults
{
    public ulong Receivers;
}
