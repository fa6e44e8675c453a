using System;
using RustKernel.Arm64;
using RustKernel.Diagnostics;
using RustKernel.Exceptions;

namespace RustKernel.SelfTests;

/// <summary>
/// Runs the suites that the command line or the serial line asks for, and reports them: the document from its first
/// line to "# done".
/// </summary>
public ref struct TestRunner
{
    private readonly SuiteList _suites;
    private KtapWriter _writer;
    private uint _ok;
    private uint _notOk;
    private uint _skipped;

    /// <summary>A runner over <paramref name="suites"/>.</summary>
    public TestRunner(SuiteList suites)
    {
        _suites = suites;
        _writer = default;
        _ok = 0;
        _notOk = 0;
        _skipped = 0;
    }

    /// <summary>
    /// Runs the suites in <paramref name="names"/> (separated by commas, or <c>all</c>) as one document. For an unknown name it
    /// lists the known ones and runs nothing.
    /// </summary>
    public void Run(scoped ReadOnlySpan<byte> names)
    {
        if (names.SequenceEqual("all"u8))
        {
            RunAll();
            return;
        }

        int count = 0;
        WordReader words = new(names, (byte)',');
        while (words.MoveNext())
        {
            if (Find(words.Current) is null)
            {
                ReportUnknown(words.Current);
                return;
            }

            count++;
        }

        Begin(count);
        uint number = 0;
        words = new WordReader(names, (byte)',');
        while (words.MoveNext())
        {
            // Found above, so not null.
            RunSuite(Find(words.Current)!, ++number);
        }

        End(number);
    }

    private void RunAll()
    {
        Begin(_suites.CountOfAll);
        for (int i = 0; i < _suites.CountOfAll; i++)
        {
            RunSuite(_suites.At(i), (uint)i + 1);
        }

        End((uint)_suites.CountOfAll);
    }

    private void Begin(int suiteCount)
    {
        _ok = 0;
        _notOk = 0;
        _skipped = 0;
        _writer.BeginDocument(suiteCount);
    }

    private void End(uint suiteCount)
    {
        _writer.Begin("# done total="u8);
        _writer.Number(_ok + _notOk + _skipped);
        _writer.Text(" ok="u8);
        _writer.Number(_ok);
        _writer.Text(" notok="u8);
        _writer.Number(_notOk);
        _writer.Text(" skip="u8);
        _writer.Number(_skipped);
        _writer.Text(" suites="u8);
        _writer.Number(suiteCount);
        ulong instructions = SystemRegisters.ReadPMEVCNTR0_EL0();
        if (instructions != 0)
        {
            _writer.Text(" instructions="u8);
            _writer.Number(instructions);
        }

        _writer.End();
    }

    private void RunSuite(TestSuite suite, uint number)
    {
        uint failedBefore = _notOk;
        _writer.BeginSuite(suite.Name, suite.Count);
        for (int i = 0; i < suite.Count; i++)
        {
            RunTest(suite, i);
        }

        _writer.Begin(_notOk == failedBefore ? "ok "u8 : "not ok "u8);
        _writer.Number(number);
        _writer.Text(" "u8);
        _writer.Text(suite.Name);
        _writer.End();
    }

    private void RunTest(TestSuite suite, int index)
    {
        WorkWatch.Begin();
        TestContext context = new(ref _writer, suite.Name, suite.TestName(index));
        suite.Run(index, ref context);
        WorkWatch.End();
        _writer.Begin(context.Failed ? "  not ok "u8 : "  ok "u8);
        _writer.Number((uint)index + 1);
        _writer.Text(" "u8);
        _writer.Text(suite.TestName(index));
        if (context.Failed)
        {
            _notOk++;
        }
        else if (!context.SkipReason.IsEmpty)
        {
            _writer.Text(" # SKIP "u8);
            _writer.Text(context.SkipReason);
            _skipped++;
        }
        else
        {
            _ok++;
        }

        _writer.End();
    }

    private readonly TestSuite? Find(ReadOnlySpan<byte> name)
    {
        for (int i = 0; i < _suites.Count; i++)
        {
            if (_suites.At(i).Name.SequenceEqual(name))
            {
                return _suites.At(i);
            }
        }

        return null;
    }

    private readonly void ReportUnknown(ReadOnlySpan<byte> name)
    {
        KernelConsole.Write("# unknown suite: "u8);
        KernelConsole.WriteForeign(name, 64);
        KernelConsole.Write(" (known:"u8);
        _suites.WriteNames();
        KernelConsole.Write(")\n"u8);
    }
}
