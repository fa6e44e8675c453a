using System;
using System.Collections.Generic;
using RustKernel.Services.Storage;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Console;

/// <summary>
/// The service <c>console</c>: several writers, one line, one reader. The client that may read (<c>may=terminal</c>) owns the bottom line
/// of the screen; whole lines of other clients and of the kernel's log appear above it. Writers must wait while much output is pending, so
/// nothing is dropped.
/// </summary>
internal sealed class ConsoleService : Service, IConsole
{
    private const int KeptLineBytes = 256;
    private const int KeptInputBytes = 8192;
    private const int AnswerBytes = 55;
    private readonly UartLine _line;
    private readonly OutputRing _ring;
    private readonly Queue<byte> _input = new();
    private readonly Queue<PendingReply> _writers = new();
    private readonly Dictionary<ulong, LineBuffer> _others = new();
    private readonly LineBuffer _log = new("");
    private readonly byte[] _bottom = new byte[KeptLineBytes];
    private readonly ManifestList _manifests = BootArchive.Manifests();
    private int _bottomCount;
    private readonly Badge _reader;
    private Handle<Port> _readerPort;
    private ulong _logPosition;
    private bool _hasMoreLog;

    internal ConsoleService(UartLine line, OutputRing ring)
    {
        _line = line;
        _ring = ring;
        Serve(new ConsoleDispatcher(this));
        int reader = _manifests.FindAllowed("terminal");
        _reader = reader < 0 ? default : new Badge((ulong)reader + 1);
    }

    /// <summary>Takes the line over from the kernel. Errors as <see cref="SystemCall.ConsoleTake"/> and of the interrupt.</summary>
    internal ErrorCode Begin()
    {
        ErrorCode error = Kernel.ConsoleTake(Own.Machine, Port, _ring.Handle, out _logPosition);
        if (error == ErrorCode.None)
        {
            error = _line.Start(Port);
        }

        if (!_reader.IsNone && InitClient.Connect(_manifests[(int)_reader.Value - 1].Name, out _readerPort) != ErrorCode.None)
        {
            System.Console.WriteLine("console: may not have the reader's port: keys are not reported");
        }

        TellReader();
        return error;
    }

    /// <inheritdoc/>
    public Result<uint> Write(ReadOnlySpan<byte> text)
    {
        Add(Badge, text);
        Pump();
        if (_ring.IsCrowded)
        {
            _writers.Enqueue(Defer());
        }

        return Own.Starts;
    }

    /// <inheritdoc/>
    public ErrorCode Read(out byte[] keys, out uint starts)
    {
        starts = Own.Starts;
        bool isReader = Badge.Value == _reader.Value;
        keys = isReader ? new byte[Math.Min(_input.Count, AnswerBytes)] : [];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = _input.Dequeue();
        }

        return isReader ? ErrorCode.None : ErrorCode.AccessDenied;
    }

    /// <inheritdoc/>
    protected override void OnSignal(Badge badge)
    {
        _ = TakeKeys();
        Pump();
        _line.Served(_ring.Count > 0);
    }

    /// <inheritdoc/>
    protected override void OnQuestion()
    {
        if (_line.IsInterruptMissed(TakeKeys()))
        {
            System.Console.WriteLine("console: no interrupt comes from the line; it is looked at every few milliseconds");
        }

        Pump();
    }

    /// <inheritdoc/>
    protected override void OnBits(ulong bits)
    {
        ReadLog();
        Pump();
    }

    private void Add(Badge badge, ReadOnlySpan<byte> text)
    {
        if (badge.Value == _reader.Value)
        {
            foreach (byte value in text)
            {
                Keep(value);
                Put(value);
            }

            return;
        }

        if (!_others.TryGetValue(badge.Value, out LineBuffer? buffer))
        {
            buffer = new LineBuffer(badge.Value - 1 < (ulong)_manifests.Count ? _manifests[Client].Name : "?");
            _others.Add(badge.Value, buffer);
        }

        foreach (byte value in text)
        {
            Add(buffer, value);
        }
    }

    // True: there were keys. Clears the cause of the interrupt before it reads, so a key that comes during the read causes another.
    private bool TakeKeys()
    {
        bool wereThere = false;
        _line.BeginReceive();
        for (int key = _line.Read(); key >= 0; key = _line.Read())
        {
            wereThere = true;
            if (_input.Count < KeptInputBytes)
            {
                _input.Enqueue((byte)key);
            }
        }

        if (wereThere)
        {
            TellReader();
        }

        return wereThere;
    }

    private void TellReader() => _ = Kernel.Notify(_readerPort, Terminal.KeysBit);

    // Keeps the bottom line since it was begun, enough to write it again.
    private void Keep(byte value)
    {
        if (value is (byte)'\n' or (byte)'\r')
        {
            _bottomCount = 0;
        }
        else if (_bottomCount < KeptLineBytes)
        {
            _bottom[_bottomCount++] = value;
        }
    }

    private void Put(byte value)
    {
        if (value == (byte)'\n')
        {
            PutRaw((byte)'\r');
        }

        PutRaw(value);
    }

    // The ring has room for whatever writers that need not wait can write; if it ever lacks room, this waits for the line.
    private void PutRaw(byte value)
    {
        while (!_ring.Put(value))
        {
            _ring.Pump(_line);
        }
    }

    private void Put(ReadOnlySpan<byte> text)
    {
        foreach (byte value in text)
        {
            Put(value);
        }
    }

    private void Add(LineBuffer buffer, byte value)
    {
        if (!buffer.Add(value))
        {
            return;
        }

        if (buffer.Text.StartsWith("#d "u8))
        {
            // Log keeps dumps; a person need not see them.
            buffer.Clear();
            return;
        }

        if (_bottomCount > 0)
        {
            Put("\r\u001b[K"u8);
        }

        Put(buffer.Text);
        Put("\n"u8);
        Put(new ReadOnlySpan<byte>(_bottom, 0, _bottomCount));
        buffer.Clear();
    }

    private void ReadLog()
    {
        Span<byte> piece = stackalloc byte[KernelText.MostBytes];
        _hasMoreLog = true;
        while (_hasMoreLog && !_ring.IsCrowded)
        {
            if (KernelText.Read(_logPosition, piece, out int count, out _logPosition) != ErrorCode.None)
            {
                return;
            }

            _hasMoreLog = count != 0;
            foreach (byte value in piece.Slice(0, count))
            {
                Add(_log, value);
            }
        }
    }

    private void Pump()
    {
        _ring.Pump(_line);
        while (_writers.Count > 0 && !_ring.IsCrowded)
        {
            ConsoleDispatcher.CompleteWrite(_writers.Dequeue(), Own.Starts);
        }

        if (_hasMoreLog && !_ring.IsCrowded)
        {
            ReadLog();
            _ring.Pump(_line);
        }

        _line.WantRoom(_ring.Count > 0);
    }
}
