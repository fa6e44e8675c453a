// Where the program's input comes from: a port at which pieces arrive.

namespace RustKernel.Linux.Files;

/// <summary>Not there yet: the end of the input at once.</summary>
internal static class StandardInput
{
    /// <summary>0: the end.</summary>
    internal static long Read(ref LinuxThread self, ulong address, ulong bytes)
    {
        _ = self;
        _ = address;
        _ = bytes;
        return 0;
    }
}
