// test=wait: suites on demand from the serial line, so that one boot serves many runs. [docs/PROTOCOL.md section 3]

using System;
using RustKernel.Diagnostics;

namespace RustKernel.SelfTests;

/// <summary>Reads commands from the console until <c>quit</c>.</summary>
public ref struct TestCommandLoop
{
    private const int MaximumLineBytes = 256;

    private TestRunner _runner;

    /// <summary>A loop that runs suites of <paramref name="suites"/>.</summary>
    public TestCommandLoop(SuiteList suites) => _runner = new TestRunner(suites);

    /// <summary>Serves commands; returns at <c>quit</c>. Without a console returns at once.</summary>
    public void Run()
    {
        Span<byte> buffer = stackalloc byte[MaximumLineBytes];
        while (true)
        {
            KernelConsole.Write("# ready\n"u8);
            Result<int> length = ReadLine(buffer);
            if (!length.IsOk)
            {
                return;
            }

            ReadOnlySpan<byte> line = buffer.Slice(0, length.Value);
            if (line.SequenceEqual("quit"u8))
            {
                return;
            }

            if (line.StartsWith("run "u8))
            {
                _runner.Run(line.Slice(4));
            }
            else
            {
                KernelConsole.Write("# unknown command: "u8);
                KernelConsole.WriteForeign(line);
                KernelConsole.Write("\n"u8);
            }
        }
    }

    // Polls: the person or rig at the other end may take any time, so only this wait has no deadline. Skips empty
    // lines and cuts an over-long one.
    private static Result<int> ReadLine(Span<byte> buffer)
    {
        int length = 0;
        while (true)
        {
            if (KernelConsole.Device is not ConsoleDevice device)
            {
                return ErrorCode.NotFound;
            }

            Result<byte> received = device.ReadByte();
            if (!received.IsOk)
            {
                if (received.Error is ErrorCode.WouldBlock or ErrorCode.DeviceError)
                {
                    continue;
                }

                return received.Error;
            }

            if (received.Value is (byte)'\r' or (byte)'\n')
            {
                if (length > 0)
                {
                    return length;
                }
            }
            else if (length < buffer.Length)
            {
                buffer[length++] = received.Value;
            }
        }
    }
}
