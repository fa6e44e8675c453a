// Entry of rk: runs the verb, and prints what went wrong.

using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using RustKernel.Hil.Cli;
using RustKernel.Hil.Drivers;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.History;
using RustKernel.Hil.Targets;

PlainWriter.Install();
RootCommand root = RkCommand.Create();

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
