// How many connections may wait at a port of the host that leads to the machine.

using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace RustKernel.Hil.Drivers.Qemu;

/// <summary>
/// QEMU's user network (libslirp) listens with room for one connection. The host drops the others that come at the same moment, and their
/// programs try again after 1, 3, 7 and more seconds: a browser's or a load test's connections seem never to be answered. The program
/// that started QEMU may share its sockets, and listening again sets the room. [man 2 pidfd_getfd, man 2 listen]
/// </summary>
public static class ForwardBacklog
{
    /// <summary>Connections that may wait at each port; the host's limit (net.core.somaxconn) is 4096 unless set otherwise.</summary>
    public const int Connections = 1024;

    // One number for every architecture of Linux. [asm-generic/unistd.h]
    private const long OpenProcess = 434;
    private const long GetDescriptor = 438;

    // The columns of QemuNetwork.ForwardsCommand.
    private static readonly Regex s_listener = new(@"TCP\[HOST_FORWARD\]\s+(\d{1,9})\s");

    /// <summary>QEMU's descriptors that listen for TCP connections to the machine, from what its monitor lists.</summary>
    public static IEnumerable<int> Listeners(string list) => s_listener.Matches(list).Select(match => int.Parse(match.Groups[1].Value));

    /// <summary>
    /// Makes room at each of <paramref name="listeners"/>, descriptors of <paramref name="process"/>. Returns why there is no more room
    /// than before: an old kernel, or one that lets no process share another's files. Empty on success.
    /// </summary>
    public static string Raise(int process, IEnumerable<int> listeners)
    {
        int handle = (int)syscall((nint)OpenProcess, process, 0, 0);
        string problem = handle < 0 ? Reason("pidfd_open") : "";
        foreach (int listener in listeners)
        {
            problem = problem.Length == 0 ? Raise(handle, listener) : problem;
        }

        _ = handle < 0 ? 0 : close(handle);
        return problem;
    }

    private static string Raise(int process, int listener)
    {
        int shared = (int)syscall((nint)GetDescriptor, process, listener, 0);
        if (shared < 0)
        {
            return Reason("pidfd_getfd");
        }

        string problem = listen(shared, Connections) < 0 ? Reason("listen") : "";
        _ = close(shared);
        return problem;
    }

    private static string Reason(string call) => $"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}";

    [DllImport("libc", SetLastError = true)]
    private static extern nint syscall(nint number, nint first, nint second, nint third);

    [DllImport("libc", SetLastError = true)]
    private static extern int listen(int descriptor, int backlog);

    [DllImport("libc", SetLastError = true)]
    private static extern int close(int descriptor);
}
