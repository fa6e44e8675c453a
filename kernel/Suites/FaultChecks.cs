// Accesses that must fault, with everything the machine must report about them.

using System;
using RustKernel.Arm64;
using RustKernel.Exceptions;
using RustKernel.Panic;
using RustKernel.SelfTests;

namespace RustKernel.Suites;

/// <summary>
/// Provokes one fault in each call and compares ESR_EL1 and FAR_EL1. While a fault is expected,
/// calls only leaf stubs of <see cref="Faults"/>.
/// </summary>
internal static class FaultChecks
{
    /// <summary>Fault status of a translation fault at level 0; the level is added. [DDI0487 D24.2 ESR_EL1, ISS of a Data Abort]</summary>
    internal const uint Translation = 0x04;

    /// <summary>Fault status of a permission fault at level 0; the level is added.</summary>
    internal const uint Permission = 0x0C;

    private const uint EcInstructionAbort = 0x21;
    private const uint EcDataAbort = 0x25;

    /// <summary>A load from <paramref name="address"/> faults with <paramref name="status"/>.</summary>
    internal static void Read(ref TestContext context, ulong address, uint status)
    {
        ExpectedFault.Arm();
        ulong value = Faults.Read(address);
        if (!ExpectedFault.WasTaken)
        {
            context.Equal(0, value | 1, "memory that should be unreadable was read"u8);
        }

        Compare(ref context, EcDataAbort, status, address);
        context.Check(!new ExceptionSyndrome(ExpectedFault.ESR_EL1).IsWrite, "the syndrome says: a read"u8);
    }

    /// <summary>A store to <paramref name="address"/> faults with <paramref name="status"/>.</summary>
    internal static void Write(ref TestContext context, ulong address, uint status)
    {
        ExpectedFault.Arm();
        Faults.Write(address);
        Compare(ref context, EcDataAbort, status, address);
        context.Check(new ExceptionSyndrome(ExpectedFault.ESR_EL1).IsWrite, "the syndrome says: a write"u8);
    }

    /// <summary>A jump to <paramref name="address"/> faults with <paramref name="status"/>.</summary>
    internal static void Execute(ref TestContext context, ulong address, uint status)
    {
        ExpectedFault.Arm();
        Faults.Execute(address);
        Compare(ref context, EcInstructionAbort, status, address);
    }

    /// <summary>A load from <paramref name="address"/> does not fault and gives <paramref name="expected"/>.</summary>
    internal static void Readable(ref TestContext context, ulong address, ulong expected, ReadOnlySpan<byte> what)
    {
        ExpectedFault.Arm();
        ulong value = Faults.Read(address);
        if (context.Check(!ExpectedFault.Disarm(), "a read that must not fault faulted"u8))
        {
            context.Equal(expected, value, what);
        }
    }

    /// <summary>A store of 0 to <paramref name="address"/> does not fault.</summary>
    internal static void Writable(ref TestContext context, ulong address)
    {
        ExpectedFault.Arm();
        Faults.Write(address);
        context.Check(!ExpectedFault.Disarm(), "a write that must not fault faulted"u8);
    }

    private static void Compare(ref TestContext context, uint exceptionClass, uint status, ulong address)
    {
        if (!context.Check(ExpectedFault.Disarm(), "the fault was taken"u8))
        {
            return;
        }

        ExceptionSyndrome syndrome = new(ExpectedFault.ESR_EL1);
        context.Equal(exceptionClass, syndrome.EC, "ESR_EL1.EC"u8);
        context.Equal(status, syndrome.FaultStatus, "ESR_EL1 fault status"u8);
        context.Equal(address, ExpectedFault.FAR_EL1, "FAR_EL1"u8);
    }
}
