using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.Net;

namespace RustKernel.Flash.Tftp.Tests;

/// <summary>A TFTP client according to RFC 1350, 2347 and 7440, which checks every byte against a function of its offset.</summary>
public sealed class SimulatedClient(
    SimulatedNetwork network,
    IPEndPoint endpoint,
    string file,
    Func<long, byte> expected,
    params (string Name, string Value)[] options)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);
    private int _serverPort;
    private int _blockSize = 512;
    private int _windowSize = 1;
    private long _block;
    private int _sinceAcknowledgment;
    private bool _gapReported;
    private int _retries;

    public IPEndPoint Endpoint => endpoint;

    public TimeSpan Deadline { get; private set; } = TimeSpan.MaxValue;

    public long Received { get; private set; }

    public bool IsComplete { get; private set; }

    public string Problem { get; private set; } = "";

    public Dictionary<string, string> Agreed { get; } = [];

    /// <summary>Ends the transfer after this block (0: after the OACK), like a boot ROM's probe.</summary>
    public int? LeaveAfterBlock { get; init; }

    /// <summary>Answers every ACK twice, like firmware of early 2021.</summary>
    public bool RepeatsAcknowledgments { get; init; }

    public void Start()
    {
        network.Post(SimulatedNetwork.RequestPort, endpoint, Packets.Request(file, "octet", options));
        Deadline = network.Now + s_timeout;
    }

    public void Receive(int port, byte[] payload)
    {
        if (Deadline == TimeSpan.MaxValue && !IsComplete)
        {
            return;
        }

        if (_serverPort != 0 && port != _serverPort)
        {
            return;
        }

        int opcode = payload[1];
        if (opcode == 5)
        {
            Finish($"error {payload[3]}");
            return;
        }

        if (opcode == 6 && _block == 0 && !IsComplete)
        {
            _serverPort = port;
            TakeOptions(payload);
            if (LeaveAfterBlock == 0)
            {
                Leave();
            }
            else
            {
                Acknowledge();
            }
        }
        else if (opcode == 3)
        {
            _serverPort = port;
            TakeData(payload);
        }
    }

    public void Tick(TimeSpan now)
    {
        if (now < Deadline)
        {
            return;
        }

        if (++_retries > 60)
        {
            Finish("gave up");
        }
        else if (_serverPort == 0)
        {
            Start();
        }
        else
        {
            Acknowledge();
        }
    }

    private void TakeOptions(byte[] payload)
    {
        string[] fields = System.Text.Encoding.ASCII.GetString(payload, 2, payload.Length - 3).Split('\0');
        for (int i = 0; i < fields.Length; i += 2)
        {
            Agreed[fields[i]] = fields[i + 1];
        }

        _blockSize = Agreed.TryGetValue("blksize", out string? size) ? int.Parse(size, CultureInfo.InvariantCulture) : 512;
        _windowSize = Agreed.TryGetValue("windowsize", out string? window) ? int.Parse(window, CultureInfo.InvariantCulture) : 1;
    }

    private void TakeData(byte[] payload)
    {
        ushort number = BinaryPrimitives.ReadUInt16BigEndian(payload.AsSpan(2));
        if (number != (ushort)(_block + 1))
        {
            // A gap or a copy. Reported once: where the good part ends; in lockstep a copy means that the ACK was lost.
            if (_windowSize == 1 ? number == (ushort)_block : !_gapReported)
            {
                Acknowledge();
            }

            _gapReported = true;
            return;
        }

        if (IsComplete)
        {
            return;
        }

        Check(payload);
        _block++;
        _retries = 0;
        _gapReported = false;
        _sinceAcknowledgment++;
        bool isLast = payload.Length - 4 < _blockSize;
        if (LeaveAfterBlock == _block)
        {
            Leave();
            return;
        }

        if (isLast || _sinceAcknowledgment >= _windowSize)
        {
            Acknowledge();
        }

        if (isLast)
        {
            Finish("");
        }
    }

    private void Check(byte[] payload)
    {
        for (int i = 4; i < payload.Length; i++)
        {
            if (payload[i] != expected(Received + i - 4))
            {
                Problem = $"wrong byte at {Received + i - 4}";
            }
        }

        Received += payload.Length - 4;
    }

    private void Acknowledge()
    {
        _sinceAcknowledgment = 0;
        for (int copy = 0; copy < (RepeatsAcknowledgments ? 2 : 1); copy++)
        {
            network.Post(_serverPort, endpoint, Packets.Acknowledgment(_block));
        }

        if (!IsComplete)
        {
            Deadline = network.Now + s_timeout;
        }
    }

    private void Leave()
    {
        network.Post(_serverPort, endpoint, Packets.Error(0, "Early terminate"));
        Finish("left");
    }

    private void Finish(string problem)
    {
        Deadline = TimeSpan.MaxValue;
        IsComplete = problem.Length == 0;
        if (Problem.Length == 0)
        {
            Problem = problem;
        }
    }
}
