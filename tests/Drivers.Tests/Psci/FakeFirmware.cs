using System;
using System.Collections.Generic;

namespace RustKernel.Drivers.Tests.Psci;

/// <summary>Firmware with CPUs that can be on, starting or off; static, like the way to firmware. Each test thread has its own.</summary>
public struct FakeFirmware : IPsciConduit
{
    [ThreadStatic]
    private static State? s_state;

    public static State Now => s_state ?? throw new InvalidOperationException("no firmware");

    public static void Reset(bool legacy = false) => s_state = new State(legacy);

    public readonly ulong Call(uint function, ulong argument1, ulong argument2, ulong argument3)
    {
        int code = Now.Forced ?? Now.Serve(function, argument1, argument2, argument3);

        // A 32-bit call leaves the upper half of x0 undefined.
        return (function & (1u << 30)) != 0 ? (ulong)(long)code : 0xDEAD_BEEF_0000_0000 | (uint)code;
    }

    public sealed class State(bool legacy)
    {
        public int? Forced { get; set; }

        public bool IsOff { get; private set; }

        public bool WasReset { get; private set; }

        public Dictionary<ulong, (string State, ulong Entry, ulong Context)> Cpus { get; } = new()
        {
            [0] = ("on", 0, 0),
            [1] = ("off", 0, 0),
            [0x1_0000_0002] = ("off", 0, 0),
        };

        public void FinishStarting(ulong affinity) => Cpus[affinity] = Cpus[affinity] with { State = "on" };

        public int Serve(uint function, ulong argument1, ulong argument2, ulong argument3)
        {
            if (legacy)
            {
                return function == 0x95C1_BA60 ? CpuOn(argument1, argument2, argument3) : -1;
            }

            switch (function)
            {
                case 0x8400_0000: return 0x1_0001;
                case 0xC400_0003: return CpuOn(argument1, argument2, argument3);
                case 0xC400_0004:
                    return !Cpus.TryGetValue(argument1, out var cpu)
                    ? -2
                    : cpu.State switch { "on" => 0, "off" => 1, _ => 2 };
                case 0x8400_0002: return -3; // the last CPU may not leave
                case 0x8400_0008: IsOff = true; return 0;
                case 0x8400_0009: WasReset = true; return 0;
                default: return -1;
            }
        }

        private int CpuOn(ulong affinity, ulong entry, ulong context)
        {
            if (!Cpus.TryGetValue(affinity, out var cpu))
            {
                return -2;
            }

            if (cpu.State == "on")
            {
                return -4;
            }

            if (cpu.State == "coming")
            {
                return -5;
            }

            if ((entry & 3) != 0)
            {
                return -9;
            }

            Cpus[affinity] = ("coming", entry, context);
            return 0;
        }
    }
}
