// The terminal in raw mode, and back again whatever happens.

using System;
using System.Runtime.InteropServices;

namespace RustKernel.Hil.Cli;

/// <summary>
/// Puts the terminal of the standard input into raw mode (every key goes to the machine) and restores it on
/// <see cref="Dispose"/> or when the process exits.
/// </summary>
internal sealed class RawTerminal : IDisposable
{
    // struct termios has 60 bytes with glibc and musl on 64-bit Linux; room to spare costs nothing.
    private const int TermiosBytes = 256;
    private const int StandardInput = 0;
    private const int ApplyNow = 0; // TCSANOW
    private readonly byte[] _saved = new byte[TermiosBytes];
    private bool _isRaw;

    private RawTerminal()
    {
    }

    /// <summary>Raw mode from now on; nothing changes when the standard input is no terminal.</summary>
    public static RawTerminal Enter()
    {
        RawTerminal terminal = new();
        if (tcgetattr(StandardInput, terminal._saved) != 0)
            return terminal;
        byte[] raw = (byte[])terminal._saved.Clone();
        cfmakeraw(raw);
        terminal._isRaw = tcsetattr(StandardInput, ApplyNow, raw) == 0;
        AppDomain.CurrentDomain.ProcessExit += terminal.Restore;
        return terminal;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= Restore;
        Restore(null, EventArgs.Empty);
    }

    private void Restore(object? sender, EventArgs arguments)
    {
        if (!_isRaw)
            return;
        _isRaw = false;
        _ = tcsetattr(StandardInput, ApplyNow, _saved);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int tcgetattr(int descriptor, byte[] termios);

    [DllImport("libc", SetLastError = true)]
    private static extern int tcsetattr(int descriptor, int actions, byte[] termios);

    [DllImport("libc")]
    private static extern void cfmakeraw(byte[] termios);
}
