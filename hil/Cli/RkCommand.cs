// The verbs of rk.

using System.CommandLine;
using RustKernel.Hil.Cli.Verbs;

namespace RustKernel.Hil.Cli;

/// <summary>The parser of rk; docs and shells can ask it which words and options exist.</summary>
public static class RkCommand
{
    /// <summary>Every verb with its options. Parsing runs nothing.</summary>
    public static RootCommand Create()
    {
        RootCommand root = new("The host tool of RustKernel: builds images, boots targets, runs their suites, judges.")
        {
            BoardsVerb.Create(),
            TargetsVerb.Create(),
            ImageVerb.Create(),
            RunVerb.Create(),
            WatchVerb.Create(),
            QemuVerb.Create(),
            TestVerb.Create(),
            BenchVerb.Create(),
            ReportVerb.Create(),
            HistoryVerb.Create(),
            NightlyVerb.Create(),
            FlashVerb.Create(),
            NetbootVerb.Create(),
            BringupVerb.Create(),
            FdtVerb.Create(),
            FsVerb.Create(),
            FirmwareVerb.Create(),
            SymbolizeVerb.Create(),
            RigVerb.Create(),
            FarmVerb.Create(),
            OutsideVerb.Create(),
            NewVerb.Create(),
            ServiceVerb.Create(),
            ExecVerb.Create(),
            DumpVerb.Create(),
            ConsoleVerb.Create(),
            PowerVerb.Create(),
            GuardVerb.Create(),
            CompletionVerb.Create(),
            DoctorVerb.Create(),
        };
        root.Subcommands.Add(HelpVerb.Create(root));
        Completions.AddTo(root);
        return root;
    }
}
