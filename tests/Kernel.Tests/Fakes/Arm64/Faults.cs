// Provoked faults, which the host cannot have: each only records its call.

using System;

namespace RustKernel.Arm64;

internal static class Faults
{
    internal static void Undefined() => throw new InvalidOperationException("undefined");

    internal static void Breakpoint() => throw new InvalidOperationException("breakpoint");

    internal static void SupervisorCall() => throw new InvalidOperationException("svc");

    internal static void UnalignedStackPointer() => throw new InvalidOperationException("sp");

    internal static ulong Read(ulong address) => throw new InvalidOperationException("read");

    internal static void Write(ulong address) => throw new InvalidOperationException("write");

    internal static void Execute(ulong address) => throw new InvalidOperationException("execute");

    internal static void EnterVector(ulong vector) => throw new InvalidOperationException("vector");
}
