// Entry of rk: the verbs, and what an error looks like.

using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using RustKernel.Hil.Cli;
using RustKernel.Hil.Cli.Verbs;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.History;
using RustKernel.Hil.Targets;

PlainWriter.Install();
RootCommand root = new("The host tool of RustKernel: builds images, boots targets, runs their suites, judges.")
{
    BoardsVerb.Create(),
    TargetsVerb.Create(),
    ImageVerb.Create(),
    RunVerb.Create(),
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
Completions.AddTo(root);

try
{
    ParseResult parsed = root.Parse(args);
    if (parsed.Errors.Count > 0)
    {
        foreach (ParseError error in parsed.Errors)
        {
            Console.Error.WriteLine($"rk: {error.Message}");
        }

        Console.Error.WriteLine($"rk: see {CommandPath.Of(parsed)} --help");
        return ExitStatus.Usage;
    }

    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (ConfigurationException e)
{
    Console.Error.WriteLine($"rk: {e.Message}");
    return ExitStatus.Usage;
}
catch (InvalidDataException e)
{
    Console.Error.WriteLine($"rk: {e.Message}");
    return ExitStatus.Usage;
}
catch (FirmwareException e)
{
    Console.Error.WriteLine($"rk: {e.Message}");
    return e.ExitStatus;
}
catch (InfrastructureException e)
{
    Console.Error.WriteLine($"rk: {e.Message}");
    return ExitStatus.Infrastructure;
}
catch (HistoryException e)
{
    Console.Error.WriteLine($"rk: {e.Message}");
    return ExitStatus.Infrastructure;
}
catch (Exception e) when (e is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"rk: {e.Message}");
    return ExitStatus.Infrastructure;
}
