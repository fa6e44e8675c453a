// rk fs.

using System;
using System.CommandLine;
using System.IO;
using RustKernel.Hil.FileSystems;

namespace RustKernel.Hil.Cli.Verbs;

/// <summary>Makes, reads, writes and checks data volumes in images, with the sources that the target runs.</summary>
internal sealed class FsVerb
{
    private readonly Argument<string> _image = new("IMAGE") { Description = "a volume, or a disk image with a data partition" };
    private readonly Option<string?> _snapshot = new("--snapshot")
    {
        Description = "the volume as it was when this snapshot was made",
        HelpName = "NAME"
    };

    /// <summary>The verb.</summary>
    public static Command Create()
    {
        FsVerb verb = new();
        return new Command("fs", "Make, read, write and check a data volume (/data) in an image.")
        {
            verb.Make(),
            verb.List(),
            verb.Get(),
            verb.Put(),
            verb.Check(),
            verb.Snapshot(),
        };
    }

    private static FsCommands Commands => new(Console.Out, Console.Error);

    // Files of one size, in MiB, take about the same time.
    private static int Timed(string what, string file, Func<int> act)
    {
        long mebibytes = File.Exists(file) ? new FileInfo(file).Length >> 20 : 0;
        using TimedStep step = TimedStep.Begin(what, $"fs-{what.Split(' ')[0]}-{mebibytes}", isAnnounced: false);
        int status = act();
        if (status == ExitStatus.Pass)
        {
            step.Done();
        }

        return status;
    }

    private Command Make()
    {
        Option<string?> size = new("--size") { Description = "create the file first, with this size, such as 64M", HelpName = "SIZE" };
        Option<string> label = new("--label") { Description = "the volume's name", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        Option<bool> force = new("--force") { Description = "also over an existing volume; its files are lost" };
        Command command = new("make", "Make an empty volume.") { _image, size, label, force };
        command.SetAction(parsed => Commands.Make(
            parsed.GetValue(_image)!, parsed.GetValue(size), parsed.GetValue(label)!, parsed.GetValue(force)));
        return command;
    }

    private Command List()
    {
        Argument<string> path = new("PATH") { Description = "a directory or file", DefaultValueFactory = _ => "/" };
        Option<bool> all = new("--all") { Description = "everything below, by path" };
        Command command = new("ls", "List a directory: kind, size, time of the last change, name.") { _image, path, all, _snapshot };
        JsonOption json = new();
        json.AddTo(command);
        command.SetAction(parsed => Commands.List(
            parsed.GetValue(_image)!,
            parsed.GetValue(path)!,
            parsed.GetValue(_snapshot),
            parsed.GetValue(all),
            entries => json.Write(parsed, entries)));
        return command;
    }

    private Command Get()
    {
        Argument<string> path = new("PATH") { Description = "a file of the volume" };
        Argument<string?> file = new("FILE") { Description = "destination (default: standard output)", Arity = ArgumentArity.ZeroOrOne };
        Command command = new("get", "Copy a file out of the volume.") { _image, path, file, _snapshot };
        command.SetAction(parsed =>
        {
            using Stream output = Console.OpenStandardOutput();
            return Commands.Get(
                parsed.GetValue(_image)!, parsed.GetValue(path)!, parsed.GetValue(file), parsed.GetValue(_snapshot), output);
        });
        return command;
    }

    private Command Put()
    {
        Argument<string> file = new("FILE") { Description = "a file of this machine" };
        Argument<string> path = new("PATH") { Description = "its path in the volume; missing directories are created" };
        Command command = new("put", "Copy a file into the volume, over one of that name.") { _image, file, path };
        command.SetAction(parsed => Timed(
            "writing " + parsed.GetValue(path),
            parsed.GetValue(file)!,
            () => Commands.Put(parsed.GetValue(_image)!, parsed.GetValue(file)!, parsed.GetValue(path)!)));
        return command;
    }

    private Command Check()
    {
        Command command = new("check", "Read everything and compare every checksum; status 1 when something is wrong.") { _image };
        command.SetAction(parsed => Timed(
            "checking " + parsed.GetValue(_image),
            parsed.GetValue(_image)!,
            () => Commands.Check(parsed.GetValue(_image)!)));
        return command;
    }

    private Command Snapshot()
    {
        Option<string?> make = new("--make") { Description = "keep the present state under this name", HelpName = "NAME" };
        Option<string?> delete = new("--delete") { Description = "let this one go", HelpName = "NAME" };
        Command command = new("snapshot", "List the snapshots, make one or delete one.") { _image, make, delete };
        JsonOption json = new();
        json.AddTo(command);
        command.SetAction(parsed => Commands.Snapshot(
            parsed.GetValue(_image)!,
            parsed.GetValue(make),
            parsed.GetValue(delete),
            snapshots => json.Write(parsed, snapshots)));
        return command;
    }
}
