// What a service is and what it may do: the file NAME.service in its folder, which goes into the boot archive. Pure text handling; also
// runs under .NET.

using System.Collections.Generic;

namespace RustKernel.Services.Storage;

/// <summary>
/// One manifest: lines <c>key=value</c>; <c>#</c> begins a comment. An unknown key becomes a complaint, which Init reports.
/// </summary>
public sealed class Manifest
{
    private const uint MostKept = 256;
    private const uint MostSockets = 4096;

    // Split on demand: of most manifests it is never read, and the console's line is the longest of all.
    private string _drives = "";
    private string[]? _drivesWords;

    private Manifest(string name)
    {
        Name = name;
        Program = name;
    }

    /// <summary>The service's name: the name of the file.</summary>
    public string Name { get; }

    /// <summary><c>program=</c>: a file of the archive, or with a personality the path of a file; by default the name.</summary>
    public string Program { get; private set; }

    /// <summary>The program lies in a file system, where its personality reads it.</summary>
    public bool IsOfFile => Personality.Length > 0 && Program.StartsWith('/');

    /// <summary><c>needs=</c>: services that must be started first.</summary>
    public string[] Needs { get; private set; } = [];

    /// <summary><c>uses=</c>: services whose ports it may get; <c>*</c>: all.</summary>
    public string[] Uses { get; private set; } = [];

    /// <summary><c>drives=</c>: compatible strings of the devices that it may claim.</summary>
    public string[] Drives => _drivesWords ??= Words(_drives);

    /// <summary>
    /// <c>may=</c>: <c>manage</c> (start, stop, kill, crash others), <c>power</c>, <c>tree</c> (the device tree), <c>archive</c>,
    /// <c>terminal</c> (it gets the keys), <c>ends</c> (it is notified when a process has ended).
    /// </summary>
    public string[] May { get; private set; } = [];

    /// <summary>
    /// <c>machine=</c>: <c>log</c> (read it), <c>console</c> (own the serial line), <c>devices</c> (make memory and interrupts of devices).
    /// </summary>
    public string[] Machine { get; private set; } = [];

    /// <summary><c>priority=</c>: 1 to 23.</summary>
    public uint Priority { get; private set; } = 16;

    /// <summary><c>cpus=</c>: a mask; 0: all.</summary>
    public uint Cpus { get; private set; }

    /// <summary><c>memory=</c>: frames that it may use; the file says bytes, K or M.</summary>
    public uint Frames { get; private set; } = 512;

    /// <summary><c>objects=</c>: kernel objects that it may make.</summary>
    public uint Objects { get; private set; } = 256;

    /// <summary><c>handles=</c>: handles that it may have.</summary>
    public uint Handles { get; private set; } = 256;

    /// <summary><c>queue=</c>: requests that may wait at its port.</summary>
    public uint Queue { get; private set; } = 16;

    /// <summary><c>keep=</c>: records with handles that Init keeps for it (<see cref="Vault"/>); at most 256.</summary>
    public uint Keep { get; private set; }

    /// <summary><c>shared=</c>: bytes of memory that it may have from MemoryManager; the file says bytes, K or M.</summary>
    public uint Shared { get; private set; }

    /// <summary><c>dma=</c>: bytes of memory that its devices may have; the file says bytes, K or M.</summary>
    public uint Dma { get; private set; }

    /// <summary><c>sockets=</c>: sockets and connections that it may have at a time.</summary>
    public uint Sockets { get; private set; } = 64;

    /// <summary><c>partition=</c>: the part of the disks that it may reach: <c>fat</c>, <c>data</c> or <c>whole</c>; empty: none.</summary>
    public string Partition { get; private set; } = "";

    /// <summary><c>personality=</c>: <c>linux</c> for a program made for Linux: the personality of that name runs beside it.</summary>
    public string Personality { get; private set; } = "";

    /// <summary>
    /// <c>env=</c>, repeated for each setting: NAME=VALUE in the environment of the program; one line for each. Only with a personality.
    /// </summary>
    public string Environment { get; private set; } = "";

    /// <summary><c>restart=</c>: <c>never</c>, <c>on-failure</c>, <c>always</c>.</summary>
    public RestartPolicy Restart { get; private set; } = RestartPolicy.OnFailure;

    /// <summary><c>limit=</c>: restarts in a minute before Init gives up; 0: unlimited.</summary>
    public uint Limit { get; private set; } = 10;

    /// <summary>
    /// <c>backoff=</c>: milliseconds before the second restart in a row, doubled for each further one up to 5 seconds; 0: at once.
    /// </summary>
    public uint BackOffMilliseconds { get; private set; } = 100;

    /// <summary>
    /// <c>watch=</c>: milliseconds (in the file seconds, or with <c>ms</c>) that it may leave Init's question unanswered; 0: Init does not
    /// ask.
    /// </summary>
    public uint WatchMilliseconds { get; private set; } = 5000;

    /// <summary>
    /// <c>start=</c>: <c>boot</c>, <c>live</c> (at boot, but not in tests), <c>demand</c> (a command or a request starts it) or <c>test</c>
    /// (only in tests).
    /// </summary>
    public string Start { get; private set; } = "boot";

    /// <summary><c>argument=</c>: a number for the program.</summary>
    public uint Argument { get; private set; }

    /// <summary>The first line that makes no sense; null: all is well.</summary>
    public string? Complaint { get; private set; }

    /// <summary>Reads <paramref name="text"/>.</summary>
    public static Manifest Read(string name, string text)
    {
        Manifest manifest = new(name);
        manifest.ReadOver(text);
        return manifest;
    }

    /// <summary>Reads <paramref name="text"/> over what was read before: a key in both gets the new value.</summary>
    public void ReadOver(string text)
    {
        int end;
        for (int at = 0; at < text.Length; at = end + 1)
        {
            end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end;

            // Half of all text is comments, and Init reads it before the prompt comes.
            string line = text[at] == '#' ? "" : text.Substring(at, end - at);
            int comment = line.IndexOf('#');
            string said = (comment < 0 ? line : line.Substring(0, comment)).Trim();
            int equals = said.IndexOf('=');
            bool isGood = said.Length == 0 || (equals > 0 && Take(said.Substring(0, equals).Trim(), said.Substring(equals + 1).Trim()));
            if (!isGood)
            {
                Complaint ??= said;
            }
        }
    }

    /// <summary>It may do <paramref name="what"/>.</summary>
    public bool IsAllowed(string what) => Has(May, what);

    /// <summary>It may have the port of <paramref name="service"/>.</summary>
    public bool IsUserOf(string service) => Has(Uses, service) || Has(Uses, "*");

    /// <summary><paramref name="list"/> has <paramref name="value"/>.</summary>
    public static bool Has(string[] list, string value)
    {
        foreach (string one in list)
        {
            if (one == value)
            {
                return true;
            }
        }

        return false;
    }

    private bool Take(string key, string value)
    {
        switch (key)
        {
            case "program": Program = value; return value.Length > 0;
            case "needs": Needs = Words(value); return true;
            case "uses": Uses = Words(value); return true;
            case "drives": _drives = value; _drivesWords = null; return true;
            case "may": May = Words(value); return true;
            case "machine": Machine = Words(value); return true;
            case "env": return TakeSetting(value);
            case "personality": Personality = value; return value == "linux";
            case "partition": Partition = value; return value is "fat" or "data" or "whole";
            case "start": Start = value; return value is "boot" or "live" or "demand" or "test";
            case "restart": return TakePolicy(value);
            case "watch": return TakeWatch(value);
            default: return TakeNumber(key, value);
        }
    }

    // If a name occurs twice, getenv finds the first.
    private bool TakeSetting(string value)
    {
        Environment = Environment.Length == 0 ? value : $"{Environment}\n{value}";
        return value.IndexOf('=') > 0;
    }

    private bool TakePolicy(string value)
    {
        Restart = value switch { "never" => RestartPolicy.Never, "always" => RestartPolicy.Always, _ => RestartPolicy.OnFailure };
        return value is "never" or "always" or "on-failure";
    }

    // Init asks at least once every quarter of this time, and at most once a tick.
    private bool TakeWatch(string value)
    {
        const uint shortestMilliseconds = 40;
        bool isShort = value.EndsWith("ms");
        bool isNumber = uint.TryParse(isShort ? value.Substring(0, value.Length - 2) : value, out uint number);
        WatchMilliseconds = isShort ? number : number * 1000;
        return isNumber && (number == 0 || WatchMilliseconds >= shortestMilliseconds);
    }

    private bool TakeNumber(string key, string value)
    {
        uint unit = value.EndsWith("M") ? 1u << 20 : value.EndsWith("K") ? 1u << 10 : 1;
        if (!uint.TryParse(unit == 1 ? value : value.Substring(0, value.Length - 1), out uint number))
        {
            return false;
        }

        number *= unit;
        switch (key)
        {
            case "priority": Priority = number; return number is > 0 and < 24;
            case "cpus": Cpus = number; return true;
            case "memory": Frames = number >> 12; return Frames > 0;
            case "objects": Objects = number; return true;
            case "handles": Handles = number; return true;
            case "queue": Queue = number; return number > 0;
            case "keep": Keep = number; return number <= MostKept;
            case "shared": Shared = number; return true;
            case "dma": Dma = number; return true;
            case "sockets": Sockets = number; return number <= MostSockets;
            case "limit": Limit = number; return true;
            case "backoff": BackOffMilliseconds = number; return true;
            case "argument": Argument = number; return true;
            default: return false;
        }
    }

    private static string[] Words(string value)
    {
        // By hand: String.Split would compare each character with every kind of separator, and this runs before the prompt.
        List<string> words = new();
        int end;
        for (int at = 0; at < value.Length; at = end + 1)
        {
            end = value.IndexOf(' ', at);
            end = end < 0 ? value.Length : end;
            if (end > at)
            {
                words.Add(value.Substring(at, end - at));
            }
        }

        return words.ToArray();
    }
}
