// Two small suites for the host: one good, one with every outcome.

using System;
using RustKernel.SelfTests;

namespace RustKernel.Kernel.Tests;

internal sealed class SampleSuites : SuiteList
{
    internal static readonly SampleSuites Instance = new();

    public override int Count => 2;

    public override TestSuite At(int index) => index == 0 ? Good.Instance : Mixed.Instance;

    private sealed class Good : TestSuite
    {
        internal static readonly Good Instance = new();

        public override ReadOnlySpan<byte> Name => "good"u8;

        public override int Count => 2;

        public override ReadOnlySpan<byte> TestName(int index) => index == 0 ? "first"u8 : "second"u8;

        public override void Run(int index, ref TestContext context) => context.Check(index < 2, "index"u8);
    }

    private sealed class Mixed : TestSuite
    {
        internal static readonly Mixed Instance = new();

        public override ReadOnlySpan<byte> Name => "mixed"u8;

        public override int Count => 3;

        public override ReadOnlySpan<byte> TestName(int index) => index == 0 ? "passes"u8 : index == 1 ? "fails"u8 : "skips"u8;

        public override void Run(int index, ref TestContext context)
        {
            switch (index)
            {
                case 0:
                    context.Metric("mixed.size"u8, 42, "bytes"u8);
                    break;
                case 1:
                    context.Equal(1, 2, "numbers"u8);
                    break;
                default:
                    context.Skip("not here"u8);
                    break;
            }
        }
    }
}
