// Commands about the machine.

using System;
using System.Text;
using RustKernel.User;

namespace RustKernel.Services.Shells;

/// <summary>dmesg, devices, time, bench.</summary>
internal sealed class MachineCommands
{
    private const int BenchCalls = 1000;
    private readonly Action<string> _say;
    private readonly Connection _devices = new("devices");

    internal MachineCommands(Action<string> say) => _say = say;

    /// <summary>dmesg.</summary>
    internal void Log()
    {
        CallRegisters registers = new() { X0 = Own.Machine };
        StringBuilder text = new();
        ErrorCode error = Kernel.Call(SystemCall.LogRead, ref registers);
        while (error == ErrorCode.None && registers.X2 > 0)
        {
            for (ulong i = 0; i < registers.X2; i++)
            {
                ulong word = (i / 8) switch { 0 => registers.X3, 1 => registers.X4, 2 => registers.X5, 3 => registers.X6, _ => registers.X7 };
                text.Append((char)(byte)(word >> (int)(8 * (i % 8))));
            }

            registers.X0 = Own.Machine;
            error = Kernel.Call(SystemCall.LogRead, ref registers);
        }

        _say(error == ErrorCode.None ? text.ToString() : $"{FaultText.Of(error)}\n");
    }

    /// <summary>devices.</summary>
    internal void Devices()
    {
        Span<byte> compatible = stackalloc byte[24];
        _say("ADDRESS       BYTES      IRQ   DEVICE           COMPATIBLE               DRIVER\n");
        for (ulong i = 0; ; i++)
        {
            Message message = default;
            message.Words[0] = i;
            ErrorCode error = _devices.Call((uint)DeviceOperation.List, ref message, 1);
            if (error != ErrorCode.None)
            {
                _say(error == ErrorCode.NotFound ? "" : $"devices: {FaultText.Of(error)}\n");
                return;
            }

            MessageText.Get(in message, 2, compatible);
            int length = compatible.IndexOf((byte)0);
            string name = MessageText.ToText(compatible.Slice(0, length < 0 ? compatible.Length : length));
            uint intid = (uint)message.Words[7];
            uint owner = (uint)(message.Words[7] >> 32);
            string driver = owner != 0 ? InitClient.Describe((int)owner - 1)?.Name ?? "" : "";
            _say($"0x{message.Words[5]:x10}  0x{message.Words[6]:x6}  {(intid == 0 ? "-" : intid.ToString()).PadLeft(5)}   {MessageText.GetName(in message, 0).PadRight(17)}{name.PadRight(25)}{driver}\n");
        }
    }

    /// <summary>time.</summary>
    internal void Time()
    {
        ulong milliseconds = Own.Milliseconds;
        _say($"{milliseconds / 1000}.{milliseconds % 1000:d3} s since start, {Kernel.SystemInfo(SystemItem.CpuCount)} CPUs\n");
    }

    /// <summary>bench.</summary>
    internal void Bench()
    {
        ulong start = Kernel.ReadCounter();
        for (int i = 0; i < BenchCalls; i++)
        {
            _ = Kernel.Call(SystemCall.Null);
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
