// Sends a program to a running machine and runs it there.

using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Strategies;
using RustKernel.Services.Shell.Blocks;

namespace RustKernel.Hil.Cli.Services;

/// <summary>
/// Makes the shell receive, sends the program, and connects its input and output with this process until it ends. docs/PROTOCOL.md,
/// "Blocks".
/// </summary>
internal sealed class ProgramRun
{
    // Erases what is typed, leaves a program's input alone, and asks for a transfer.
    private static readonly byte[] s_receive = "\u0015receive\r"u8.ToArray();
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_askLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(30);
    private const int MostAsked = 5;
    private const long SilenceMilliseconds = 700;
    private const long InputSilenceMilliseconds = 2_000;
    private const int InputBytes = 256;
    private const int MostInputPieces = 64;
    private readonly SharedLine _line;

    // The input's end is an empty piece.
    private readonly BlockingCollection<byte[]> _input = new(MostInputPieces);
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly StringBuilder _said = new();

    // Bytes after the transfer already belong to the program.
    private readonly List<byte> _rest = [];

    /// <summary>A run at <paramref name="line"/>, which stays the caller's to close.</summary>
    public ProgramRun(SharedLine line) => _line = line;

    /// <summary>What it took, step by step.</summary>
    public List<(string Step, TimeSpan Time)> Times { get; } = [];

    /// <summary>
    /// Sends <paramref name="package"/> as <paramref name="name"/> and has it started with <paramref name="arguments"/>;
    /// <paramref name="step"/> shows how far that is.
    /// </summary>
    /// <exception cref="InfrastructureException">No shell accepts it, or the line is too bad.</exception>
    /// <exception cref="RefusedException">The machine refuses it.</exception>
    public void Send(byte[] package, string name, IReadOnlyList<string> arguments, bool runs, TimedStep? step = null)
    {
        long begun = Stopwatch.GetTimestamp();
        BlockOffer offer = new(
            runs ? BlockPurpose.ProgramToRun : BlockPurpose.Program,
            package.Length,
            SHA256.HashData(package),
            name,
            string.Join('\n', arguments));
        BlockSender sender = new(package, offer, (ushort)RandomNumberGenerator.GetInt32(1, ushort.MaxValue), SilenceMilliseconds);
        Ask(sender);
        byte[] frame = new byte[BlockFrame.MostBytes];
        while (!sender.IsOver)
        {
            bool hasSent = false;
            for (int count = sender.Next(frame, Now); count > 0; count = sender.Next(frame, Now))
            {
                _line.Write(frame.AsSpan(0, count));
                hasSent = true;
            }

            if (step is not null)
            {
                step.Share = (double)sender.Arrived / package.Length;
            }

            Feed(sender, _line.Read(hasSent ? TimeSpan.FromMilliseconds(1) : s_tick));
        }

        Times.Add(("transfer", Stopwatch.GetElapsedTime(begun)));
        if (sender.State == TransferState.Refused)
        {
            throw new RefusedException(sender.Reason);
        }

        if (sender.State != TransferState.Done)
        {
            throw new InfrastructureException(
                $"the machine stopped answering after {sender.Arrived} of {package.Length} bytes; {sender.Repeated} frames were "
                    + "sent again");
        }
    }

    /// <summary>
    /// Shows the program's output and passes the input on until it ends; returns its exit code. Other programs' output goes to
    /// <paramref name="log"/>; null: among the program's output, as on a terminal.
    /// </summary>
    /// <exception cref="InfrastructureException">The line ended first, or has lost some of the output.</exception>
    public int Follow(Stream output, Stream? log, Stream? input, CancellationToken interrupt)
    {
        ulong? code = null;
        InputSender sender = new(InputSilenceMilliseconds);
        FrameFilter filter = new()
        {
            Output = log is null ? null : bytes => output.Write(bytes),
            Frame = frame =>
            {
                sender.Hear(frame);
                code = frame.Kind == FrameKind.Ended && frame.Payload.Length == sizeof(ulong)
                    ? BinaryPrimitives.ReadUInt64LittleEndian(frame.Payload)
                    : code;
            },
        };
        if (input is not null)
        {
            new Thread(() => Read(input)) { IsBackground = true, Name = "input" }.Start();
        }

        long begun = Stopwatch.GetTimestamp();
        bool isInterrupted = false, hasSpoken = false;
        byte[] bytes = [.. _rest];
        while (code is null)
        {
            byte[] text = filter.Take(bytes);
            if (text.Length > 0)
            {
                if (!hasSpoken)
                {
                    Times.Add(("start", Stopwatch.GetElapsedTime(begun)));
                    hasSpoken = true;
                }

                (log ?? output).Write(text);
            }

            output.Flush();

            if (code is not null)
            {
                break;
            }

            if (interrupt.IsCancellationRequested && !isInterrupted)
            {
                isInterrupted = true;
                _line.Write([3]);
            }

            Type(sender);
            bytes = _line.Read(s_tick);
        }

        return filter.Lost == 0 ? code <= byte.MaxValue ? (int)code : ExitStatus.Fail
            : throw new InfrastructureException(
                $"{filter.Lost} bytes of the program's output were lost on the line: its console failed, or the line is bad; run it again");
    }

    private long Now => _clock.ElapsedMilliseconds;

    private void Ask(BlockSender sender)
    {
        for (int asked = 0; asked < MostAsked; asked++)
        {
            _said.Clear();
            _line.Write(s_receive);
            long begun = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(begun) < s_askLimit)
            {
                Feed(sender, _line.Read(s_tick));
                if (sender.IsHeard)
                {
                    return;
                }
            }
        }

        string said = _said.ToString().Trim();
        throw new InfrastructureException(
            $"no shell takes the program; the machine {(said.Length == 0 ? "says nothing" : $"says: {said.Split('\n')[^1].Trim()}")}");
    }

    private void Feed(BlockSender sender, byte[] bytes)
    {
        if (sender.State == TransferState.Done)
        {
            _rest.AddRange(bytes);
        }

        foreach (byte value in bytes)
        {
            sender.Feed(value, Now);
        }

        _said.Append(Encoding.UTF8.GetString(bytes));
    }

    // The program's input goes to it piece by piece, each after it has taken the one before.
    private void Type(InputSender sender)
    {
        if (sender.IsTaken && _input.TryTake(out byte[]? piece))
        {
            sender.Give(piece);
        }

        ReadOnlySpan<byte> frame = sender.Next(Now);
        if (frame.Length > 0)
        {
            _line.Write(frame);
        }
    }

    private void Read(Stream input)
    {
        byte[] buffer = new byte[InputBytes];
        int count = 0;
        do
        {
            try
            {
                count = input.Read(buffer);
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                count = 0;
            }

            _input.Add(buffer[..count]);
        }
        while (count > 0);
    }
}
