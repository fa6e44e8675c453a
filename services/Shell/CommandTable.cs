using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using RustKernel.Services.Text;
using RustKernel.User;

namespace RustKernel.Services.Shell;

/// <summary>All commands, and the answer to an unknown one.</summary>
internal sealed class CommandTable
{
    private const ulong PageBytes = 4096;
    private readonly Terminal _terminal;
    private readonly Func<IReadOnlyList<string>> _history;
    private readonly List<Command> _commands = new();
    private readonly ProcessCommands _processes;
    private readonly MachineCommands _machine;
    private readonly ProgramStore _store;
    private readonly JobTable _jobs;

    // Where a command's output goes (>), and where its input comes from (<); null: the terminal, or no input.
    private FileStream? _output;
    private string? _input;

    internal CommandTable(Terminal terminal, Func<IReadOnlyList<string>> history, ProgramStore store, JobTable jobs, Action receive)
    {
        _terminal = terminal;
        _store = store;
        _jobs = jobs;
        _history = history;
        _processes = new ProcessCommands(Say);
        _machine = new MachineCommands(Say, Put);
        Add("help", "[COMMAND]", "what there is", Help);
        Add("ps", "", "services: state, restarts, memory, time", _ => _processes.List());
        Add("top", "", "who used the CPUs in the last second", _ => _processes.Top());
        Add("mem", "", "memory of the machine and of each service", _ => Memory());
        Add("ports", "", "ports of the services and what waits there", _ => _processes.Ports());
        Add("handles", "", "handles and kernel objects of each service", _ => _processes.Handles());
        Add("dmesg", "[-b [-N]]", "what kernel and services wrote: now, a list of boots, N boots ago", _machine.Log);
        Add("devices", "", "devices of this machine and their drivers", _ => _machine.Devices());
        Add("date", "", "the time of day", _ => _machine.Date());
        Add("time", "", "time since start", _ => _machine.Time());
        Add("bench", "", "what calls cost here", _ => _machine.Bench());
        Add("test", "", "crash and ask every service", _ => _processes.Test());
        Add("start", "NAME", "start a service", words => _processes.Order(words, ServiceCommand.Start));
        Add("kill", "NAME", "end a service and leave it so", words => _processes.Order(words, ServiceCommand.Kill));
        Add("restart", "NAME", "end a service and start it again", words => _processes.Order(words, ServiceCommand.Restart));
        Add("crash", "NAME [null|badmem|stack|loop|exception|hog]", "make a service fail", _processes.CrashOne);
        Add("run", "PROGRAM [ARGUMENTS] [| PROGRAM ...] [&]", "run a program: a sent one, or a file", words => jobs.Run(words, false));
        Add("jobs", "", "programs that run", _ => jobs.List());
        Add("receive", "", "take a program over this line (rk service run)", _ => receive());
        AddFiles(new FileCommands(Say, Put, () => _input));
        Add("update", "[FILE [SHA256] | -b]", "try a new kernel, or the one before", new UpdateCommand(Say).Update);
        AddNetwork(new NetworkCommands(Say));
        Add("echo", "TEXT", "say it", words => Say(string.Join(" ", words) + "\n"));
        Add("history", "", "lines entered before", _ => History());
        Add("reboot", "", "restart the machine", _ => Power(true));
        Add("poweroff", "", "switch the machine off", _ => Power(false));
    }

    /// <summary>Does the command in <paramref name="line"/>.</summary>
    internal void Execute(string line)
    {
        string[] words = Split(line);
        if (words.Length == 0)
        {
            return;
        }

        foreach (Command command in _commands)
        {
            if (command.Name == words[0])
            {
                Do(command, Rest(words));
                return;
            }
        }

        Say($"{words[0]}: no such command{Guess(words[0])}; 'help' lists them\n");
    }

    // Errors go to the terminal, wherever the output goes.
    private void Do(Command command, string[] words)
    {
        string? reason = null;
        try
        {
            Redirect(ref words, command.Name == "run");
            command.Do(words);
            _output?.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            reason = exception.Message;
        }

        FileStream? failed = reason is null ? null : _output;
        _output = null;
        _input = null;
        if (reason is not null)
        {
            Close(failed);
            Say($"{command.Name}: {reason}\n");
        }
    }

    /// <summary>Closes a file to which output went: it may hold bytes that cannot be written.</summary>
    internal static void Close(FileStream? output)
    {
        try
        {
            output?.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    // > FILE, >> FILE, < FILE anywhere in the line. For run, the programs get them.
    private void Redirect(ref string[] words, bool isRun)
    {
        List<string> others = new();
        string? output = null;
        bool appends = false;
        for (int i = 0; i < words.Length; i++)
        {
            if (words[i] is not (">" or ">>" or "<"))
            {
                others.Add(words[i]);
                continue;
            }

            string file = i + 1 < words.Length ? words[i + 1] : throw new ArgumentException($"which file after {words[i]}?");
            appends |= words[i] == ">>";
            output = words[i] == "<" ? output : file;
            _input = words[i] == "<" ? file : _input;
            i++;
        }

        words = others.ToArray();
        if (_input is not null)
        {
            // If it does not exist, nothing is begun.
            File.OpenRead(_input).Dispose();
        }

        if (isRun)
        {
            _jobs.Redirect(output, appends, _input);
        }
        else if (output is not null)
        {
            _output = new FileStream(output, appends ? FileMode.Append : FileMode.Create, FileAccess.Write);
        }
    }

    private void AddNetwork(NetworkCommands network)
    {
        Add("ifconfig", "[dhcp | ADDRESS/PREFIX [GATEWAY [NAMESERVER]]]", "the network's interface", network.Interface);
        Add("netstat", "[-s]", "sockets of all services, or counts", network.Sockets);
        Add("ping", "HOST [COUNT]", "ask a host for echoes", network.Ping);
        Add("nslookup", "NAME", "addresses of a name", network.Name);
    }

    private void AddFiles(FileCommands files)
    {
        Add("ls", "[-l] [PATH ...]", "what a directory has", files.List);
        Add("tree", "[PATH]", "the same, with all below it", files.Tree);
        Add("cat", "PATH ...", "what files have", files.Show);
        Add("hexdump", "[-n BYTES] PATH ...", "the same in hexadecimal", files.Dump);
        Add("write", "PATH TEXT...", "replace a file's content by a line", FileCommands.Write);
        Add("cp", "[-r] FROM ... TO", "copy files", FileCommands.Copy);
        Add("mv", "FROM ... TO", "move or rename files", FileCommands.Move);
        Add("rm", "[-r] PATH ...", "remove files", FileCommands.Remove);
        Add("mkdir", "PATH ...", "make directories", FileCommands.MakeDirectory);
        Add("rmdir", "PATH ...", "remove empty directories", FileCommands.RemoveDirectory);
        Add("touch", "PATH ...", "make files, or give them the present time", FileCommands.Touch);
        Add("stat", "PATH ...", "size and times of files", files.Status);
        Add("cd", "[PATH]", "make a directory the present one", FileCommands.Go);
        Add("pwd", "", "the present directory", _ => files.Where());
        Add("df", "", "space of the file systems", _ => files.Space());
        Add("mount", "[NAME ...]", "file systems, or start some", files.Mount);
        Add("umount", "NAME ...", "end file systems, after a sync", files.Unmount);
        Add("sync", "[NAME ...]", "write what is kept back", files.Sync);
    }

    /// <summary>What could be typed after <paramref name="before"/>, where <paramref name="begun"/> is already typed.</summary>
    internal List<string> Candidates(string before, string begun)
    {
        List<string> names = new();
        string[] words = Split(before);
        if (words.Length == 0 || (words.Length == 1 && words[0] == "help"))
        {
            foreach (Command command in _commands)
            {
                names.Add(command.Name);
            }
        }
        else if (words[^1] is ">" or ">>" or "<" || IsOfPaths(words[0]))
        {
            FileCommands.AddPaths(begun, names);
        }
        else if (words[0] == "run")
        {
            _store.AddNames(names);
            FileCommands.AddPaths(begun, names);
        }
        else if (words.Length == 1 && words[0] is "start" or "kill" or "restart" or "crash")
        {
            _processes.AddNames(names);
        }
        else if (words.Length == 2 && words[0] == "crash")
        {
            names.AddRange(Crash.Names);
        }

        return names;
    }

    private void Add(string name, string usage, string purpose, Action<string[]> action) =>
        _commands.Add(new Command(name, usage, purpose, action));

    private bool IsOfPaths(string name)
    {
        foreach (Command command in _commands)
        {
            if (command.Name == name)
            {
                return command.Usage.Contains("PATH") || command.Usage.Contains("FROM");
            }
        }

        return false;
    }

    private void Say(string text)
    {
        if (_output is not null)
        {
            Put(Encoding.UTF8.GetBytes(text));
        }
        else
        {
            _ = _terminal.Write(text);
        }
    }

    private void Put(byte[] bytes)
    {
        if (_output is not null)
        {
            _output.Write(bytes);
        }
        else
        {
            _ = _terminal.Write(bytes);
        }
    }

    private static string[] Split(string line)
    {
        // A word ends at an unquoted blank; | & < > and >> are words of their own.
        List<string> words = new();
        StringBuilder word = new();
        bool isQuoted = false, isThere = false, wasMark = false;
        foreach (char letter in line + " ")
        {
            bool isMark = !isQuoted && letter is '|' or '&' or '<' or '>';
            if (isThere && (isMark || (letter == ' ' && !isQuoted)))
            {
                words.Add(word.ToString());
                word.Clear();
                isThere = false;
            }

            if (isMark && letter == '>' && wasMark && words[^1] == ">")
            {
                words[^1] = ">>";
            }
            else if (isMark)
            {
                words.Add(letter.ToString());
            }
            else if (letter == '"')
            {
                isQuoted = !isQuoted;
                isThere = true;
            }
            else if (letter != ' ' || isQuoted)
            {
                word.Append(letter);
                isThere = true;
            }

            wasMark = isMark;
        }

        if (isThere)
        {
            words.Add(word.ToString());
        }

        return words.ToArray();
    }

    private static string[] Rest(string[] words)
    {
        string[] rest = new string[words.Length - 1];
        for (int i = 0; i < rest.Length; i++)
        {
            rest[i] = words[i + 1];
        }

        return rest;
    }

    // A command that begins the same way, or has the same letters but one or two.
    private string Guess(string typed)
    {
        foreach (Command command in _commands)
        {
            if (command.Name.StartsWith(typed) || typed.StartsWith(command.Name) || Differences(command.Name, typed) <= 2)
            {
                return $" (did you mean {command.Name}?)";
            }
        }

        return "";
    }

    private static int Differences(string a, string b)
    {
        int count = Math.Max(a.Length, b.Length) - Math.Min(a.Length, b.Length);
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            count += a[i] == b[i] ? 0 : 1;
        }

        return Math.Min(a.Length, b.Length) < 3 ? int.MaxValue : count;
    }

    private void Help(string[] words)
    {
        bool isFound = false;
        foreach (Command command in _commands)
        {
            if (words.Length == 0 || words[0] == command.Name)
            {
                string what = command.Usage.Length == 0 ? command.Name : command.Name + " " + command.Usage;
                Say(words.Length == 0 ? $"  {command.Name.PadRight(10)}{command.Purpose}\n" : $"  {what}: {command.Purpose}\n");
                isFound = true;
            }
        }

        if (!isFound)
        {
            Say($"{words[0]}: no such command{Guess(words[0])}\n");
        }
    }

    private void Memory()
    {
        ulong total = Kernel.SystemInfo(SystemItem.TotalFrames);
        ulong free = Kernel.SystemInfo(SystemItem.FreeFrames);
        Say($"machine: {total * PageBytes >> 10} KiB in all, {free * PageBytes >> 10} KiB free, {(total - free) * PageBytes >> 10} KiB "
            + $"in use\n");
        _processes.Memory();
    }

    private void History()
    {
        int number = 1;
        foreach (string line in _history())
        {
            Say($"  {number++}  {line}\n");
        }
    }

    private void Power(bool reboot)
    {
        Say(reboot ? "rebooting\n" : "switching off\n");
        ErrorCode error = Files.Mounts.SyncDisks();
        if (error != ErrorCode.None)
        {
            Say($"sync: {FaultText.Of(error)}\n");
        }

        error = InitClient.Power(reboot ? PowerAction.Restart : PowerAction.PowerOff);
        Say($"{FaultText.Of(error)}\n");
    }
}
