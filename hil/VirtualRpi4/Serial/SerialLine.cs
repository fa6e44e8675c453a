// The board's serial line as a computer's adapter offers it: a pseudo-terminal.

using System;
using System.IO;
using System.Threading;
using RustKernel.Hil.VirtualRpi4.Faults;

namespace RustKernel.Hil.VirtualRpi4.Serial;

/// <summary>
/// A link at a chosen path leads to a pseudo-terminal. Unlike on a wire, the board's bytes wait a while for a slow reader; then they are
/// lost. Faults of the line are made here.
/// </summary>
public sealed class SerialLine : IDisposable
{
    private const double AdapterBaud = 115200;
    private const int PatienceMilliseconds = 2000;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_replug = TimeSpan.FromSeconds(1);
    private readonly string _link;
    private readonly FaultList _faults;
    private readonly Random _random;
    private readonly BaudMismatch? _mismatch;
    private readonly Lock _gate = new();
    private readonly Lock _sendGate = new();
    private readonly Thread _reader;
    private readonly ManualResetEvent _unplugged = new(false);
    private readonly Timer _replug;
    private int _master = -1;
    private int _slave = -1;
    private volatile bool _ended;
    private bool _hasReader = true;

    /// <summary>A line whose adapter is found at <paramref name="link"/>.</summary>
    public SerialLine(string link, FaultList faults, int seed)
    {
        _link = link;
        _faults = faults;
        _random = new Random(seed);
        _mismatch = faults.Number("wrong-baud") is { } rate ? new BaudMismatch(rate, AdapterBaud) : null;
        _replug = new Timer(_ => Plug());
        Plug();
        _reader = new Thread(Read) { IsBackground = true, Name = "serial" };
        _reader.Start();
    }

    /// <summary>Called with what the other end sends.</summary>
    public Action<byte[]>? Received { get; set; }

    /// <summary>Sends what the board's UART sends.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        if (_faults.Has("silent") || bytes.Length == 0)
        {
            return;
        }

        lock (_sendGate)
        {
            SendDamaged(bytes);
        }
    }

    /// <summary>Pulls the adapter out; when <paramref name="comesBack"/>, it is plugged in again a second later.</summary>
    public void Unplug(bool comesBack)
    {
        lock (_gate)
        {
            Close();
            File.Delete(_link);
        }

        if (comesBack)
        {
            _replug.Change(s_replug, Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended = true;
        _replug.Dispose();
        _reader.Join();
        _unplugged.Dispose();
        lock (_gate)
        {
            Close();
            File.Delete(_link);
        }
    }

    private void SendDamaged(ReadOnlySpan<byte> bytes)
    {
        byte[] sent = Damage(_mismatch is null ? bytes.ToArray() : _mismatch.Garble(bytes));
        for (int at = 0; at < sent.Length && !_ended;)
        {
            byte[] rest = at == 0 ? sent : sent[at..];
            int master, written;
            lock (_gate)
            {
                master = _master;
                written = master < 0 ? rest.Length : NativeTerminal.Write(master, rest, rest.Length);
            }

            at += written;
            _hasReader |= written > 0;
            if (written > 0)
            {
                continue;
            }

            if (_hasReader && NativeTerminal.WaitWritable(master, PatienceMilliseconds))
            {
                continue;
            }
            // There is no reader: from now on bytes are lost, as on a wire, until there is room again.
            _hasReader = false;
            return;
        }
    }

    private void Plug()
    {
        lock (_gate)
        {
            if (_ended)
            {
                return;
            }

            (_master, string slave) = NativeTerminal.Open();
            _slave = NativeTerminal.OpenSlave(slave);
            File.Delete(_link);
            File.CreateSymbolicLink(_link, slave);
        }
    }

    private void Close()
    {
        if (_master < 0)
        {
            return;
        }

        NativeTerminal.Close(_slave);
        NativeTerminal.Close(_master);
        _master = _slave = -1;
    }

    private byte[] Damage(byte[] bytes)
    {
        if (_faults.Number("bit-errors") is { } every)
        {
            for (int index = 0; index < bytes.Length; index++)
            {
                if (_random.NextInt64(every) == 0)
                {
                    bytes[index] ^= (byte)(1 << _random.Next(8));
                }
            }
        }

        return _faults.Number("lost-bytes") is { } rare ? Array.FindAll(bytes, _ => _random.NextInt64(rare) != 0) : bytes;
    }

    private void Read()
    {
        byte[] buffer = new byte[4096];
        while (!_ended)
        {
            int master;
            lock (_gate)
            {
                master = _master;
            }

            if (master < 0)
            {
                // Unplugged: no bytes can come, and the next check stops this wait.
                _unplugged.WaitOne(s_look);
                continue;
            }

            if (!NativeTerminal.WaitReadable(master, (int)s_look.TotalMilliseconds))
            {
                continue;
            }

            int count;
            lock (_gate)
            {
                count = _master == master ? NativeTerminal.Read(master, buffer) : 0;
            }

            if (count > 0)
            {
                Received?.Invoke(buffer[..count]);
            }
        }
    }
}
