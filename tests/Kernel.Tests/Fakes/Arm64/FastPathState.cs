// The fast path's data; nothing on the host reads it.

namespace RustKernel.Arm64;

public struct FastPathState
{
    private static FastPathState s_current;

    public ulong ThreadHeaders;
    public ulong Ports;
    public ulong Processes;
    public ulong ThreadLimit;
    public uint Chores;

    public static ref FastPathState Current => ref s_current;
}
