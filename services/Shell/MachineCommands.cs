using System;
using System.Collections.Generic;
using System.Text;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>Commands about the machine: dmesg, devices, time, bench.</summary>
internal sealed class MachineCommands
{
    private const int BenchCalls = 1000;
    private const ulong AnswerMilliseconds = 1000;
    private readonly Action<string> _say;
    private readonly Action<byte[]> _put;
    private readonly DevicesClient _devices = new(InitClient.PortOf("devices")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };
    private readonly LogClient _log = new(InitClient.PortOf("log")) { TimeoutTicks = Own.Ticks(AnswerMilliseconds) };

    internal MachineCommands(Action<string> say, Action<byte[]> put)
    {
        _say = say;
        _put = put;
    }

    /// <summary>dmesg: the text of Log, or, if Log does not answer, of the kernel; with -b the logs of other boots.</summary>
    internal void Log(string[] words)
    {
        if (words.Length > 0)
        {
            if (words[0] != "-b" || words.Length > 2)
            {
                throw new ArgumentException("dmesg [-b [-N]]");
            }

            BootLogs.Show(words.Length == 1 ? "" : words[1], _say, _put);
            return;
        }

        ulong position = 0;
        ErrorCode error = _log.Read(position, out byte[] text, out position);
        while (error == ErrorCode.None && text.Length > 0)
        {
            _say(Encoding.UTF8.GetString(text));
            error = _log.Read(position, out text, out position);
        }

        if (error != ErrorCode.None)
        {
            _say($"log: {FaultText.Of(error)}; what the kernel has:\n");
            KernelLog();
        }
    }

    private void KernelLog()
    {
        Span<byte> piece = stackalloc byte[KernelText.MostBytes];
        List<byte> text = new();
        int count = 1;
        ulong position = 0;
        while (count > 0 && KernelText.Read(position, piece, out count, out position) == ErrorCode.None)
        {
            foreach (byte value in piece.Slice(0, count))
            {
                text.Add(value);
            }
        }

        _say(Encoding.UTF8.GetString(text.ToArray()));
    }

    /// <summary>devices.</summary>
    internal void Devices()
    {
        _say("ADDRESS       BYTES      IRQ   DEVICE           COMPATIBLE               DRIVER\n");
        ErrorCode error = _devices.List(0, out DeviceDescription device);
        for (uint i = 1; error == ErrorCode.None; i++)
        {
            string driver = device.Driver >= 0 ? InitClient.Describe(device.Driver)?.Name ?? "" : "";
            string place = $"0x{MessageText.Hex(device.Address, 10)}  0x{MessageText.Hex(device.Bytes, 6)}";
            _say($"{place}  {(device.Intid == 0 ? "-" : device.Intid.ToString()).PadLeft(5)}   "
                + $"{device.Name.PadRight(17)}{device.Compatible.PadRight(25)}{driver}\n");
            error = _devices.List(i, out device);
        }

        _say(error == ErrorCode.NotFound ? "" : $"devices: {FaultText.Of(error)}\n");
    }

    /// <summary>date.</summary>
    internal void Date()
    {
        DateTime now = DateTime.UtcNow;
        _say(Kernel.SystemInfo(SystemItem.WallStart) == 0
            ? $"{FileItem.Time(now.Ticks)} since start: this machine has no clock, and no /data that knows the time\n"
            : $"{FileItem.Time(now.Ticks)} UTC\n");
    }

    /// <summary>time.</summary>
    internal void Time()
    {
        ulong milliseconds = Own.Milliseconds;
        string rest = (milliseconds % 1000).ToString().PadLeft(3, '0');
        _say($"{milliseconds / 1000}.{rest} s since start, {Kernel.SystemInfo(SystemItem.CpuCount)} CPUs\n");
    }

    /// <summary>bench.</summary>
    internal void Bench()
    {
        ulong start = Kernel.ReadCounter();
        for (int i = 0; i < BenchCalls; i++)
        {
            _ = Kernel.Null();
        }

        Tell("null system call", start);
        start = Kernel.ReadCounter();
        for (int i = 0; i < BenchCalls; i++)
        {
            _ = InitClient.Describe(0);
        }

        Tell("question to Init and back", start);
        start = Kernel.ReadCounter();
        for (int i = 0; i < BenchCalls; i++)
        {
            _ = new byte[64];
        }

        Tell("object of 64 bytes", start);
    }

    private void Tell(string what, ulong start)
    {
        ulong nanoseconds = (Kernel.ReadCounter() - start) * 1_000_000 / Own.Hertz * 1000 / BenchCalls;
        _say($"{what.PadRight(28)}{nanoseconds} ns\n");
    }
}
