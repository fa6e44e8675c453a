// rk new.

using System;
using System.CommandLine;
using RustKernel.Hil.Cli.Services;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Makes the folders of something new from a model that is built and tested.</summary>
internal sealed class NewVerb
{
    private readonly Argument<string> _name = new("NAME") { Description = "letters and digits, a capital first, as Counter" };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        NewVerb verb = new();
        Command service = new("service", "Write a service, a client of it and tests of both, ready to build, run and change.");
        service.Arguments.Add(verb._name);
        service.SetAction(verb.MakeService);
        Command command = new("new", "Make something new from a model: folders that build, run and have a test.");
        command.Subcommands.Add(service);
        return command;
    }

    private int MakeService(ParseResult parsed)
    {
        Repository.RequireSources("rk new service");
        string name = parsed.GetValue(_name)!;
        ServiceTemplate template = new(Repository.Root, name);
        template.Write();
        template.AddToSolution();
        Console.WriteLine(
            $"""
            services/{name}: the service. I{name}.cs is what clients can ask, {name.ToLowerInvariant()}.service what it may have.
            tests/{name}Check: a client of it. tests/{name}.Tests: tests on this host and on the machine.
            They are in RustKernel.sln. Next:
              ./rk exec qemu-virt tests/{name}Check --with {name}
              make run, and at the prompt: start {name.ToLowerInvariant()} (it is part of the image now)
              make test PART={name}.Tests
            """);
        return ExitStatus.Pass;
    }
}
