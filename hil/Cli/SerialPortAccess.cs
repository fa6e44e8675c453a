// Whether a serial port may be opened.

using System.Runtime.InteropServices;

namespace RustKernel.Hil.Cli;

/// <summary>Asks the system without opening the port: opening would move its control lines.</summary>
internal static class SerialPortAccess
{
    private const int ReadAndWrite = 4 | 2; // R_OK | W_OK

    /// <summary>True when it may be read and written.</summary>
    public static bool IsUsable(string port) => access(port, ReadAndWrite) == 0;

    /// <summary>"usable" or "not usable".</summary>
    public static string Describe(string port) => IsUsable(port) ? "usable" : "not usable";

    [DllImport("libc", SetLastError = true)]
    private static extern int access([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int mode);
}
