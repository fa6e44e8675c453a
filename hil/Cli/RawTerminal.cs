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
    private readonly byte[] _raw = new byte[TermiosBytes];
    private readonly byte[] _found = new byte[TermiosBytes];
    private bool _isRaw;

    private RawTerminal()
    {
    }

    /// <summary>Raw mode from now on; nothing changes when the standard input is no terminal.</summary>
    public static RawTerminal Enter()
    {
        RawTerminal terminal = new();
        if (tcgetattr(StandardInput, terminal._saved) != 0)
        {
            return terminal;
        }

        terminal._saved.CopyTo(terminal._raw, 0);
        cfmakeraw(terminal._raw);
        terminal._isRaw = tcsetattr(StandardInput, ApplyNow, terminal._raw) == 0;
        AppDomain.CurrentDomain.ProcessExit += terminal.Restore;
        return terminal;
    }

    /// <summary>
    /// Raw mode again where it was lost: the runtime sets the terminal up in its own way when the first child process starts.
    /// </summary>
    public void Keep()
    {
        if (_isRaw && tcgetattr(StandardInput, _found) == 0 && !_found.AsSpan().SequenceEqual(_raw))
        {
            _ = tcsetattr(StandardInput, ApplyNow, _raw);
        }
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
        {
            return;
        }

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
