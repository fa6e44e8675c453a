// What the board asked the network for, as the rig's own servers saw it.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Hil.Events;

namespace RustKernel.Hil.Verdicts;

/// <summary>
/// Takes the events net.dhcp and net.tftp of a run. Describes the last attempt to boot: a new one starts when power comes on, or when the
/// board asks for an address again after it asked for files. Memory is bounded.
/// </summary>
public sealed class NetworkRecord
{
    private const int MaximumFiles = 200;
    private static readonly string[] s_given = ["Served", "Unconfirmed", "Probed"];
    private readonly List<(string File, string Verdict)> _files = [];
    private string _leased = "";
    private int _offers;
    private int _attempts = 1;

    /// <summary>True when the board sent any request.</summary>
    public bool IsHeard => _offers > 0 || _leased.Length > 0 || _files.Count > 0;

    /// <summary>True when the run had servers for the board to ask.</summary>
    public bool IsServed { get; private set; }

    /// <summary>The report of another DHCP server; empty when none was noticed.</summary>
    public string OtherServer { get; private set; } = "";

    /// <summary>What the board did on the network, in words.</summary>
    public string Story
    {
        get
        {
            if (!IsHeard)
            {
                return "nothing was heard of it on the network";
            }

            string attempts = _attempts > 1 ? $" (in its attempt {_attempts})" : "";
            string address = _leased.Length > 0
                ? $"took the address {_leased}{attempts}"
                : $"asked for an address {_offers} times{attempts} and took none of the offers";
            if (_files.Count == 0)
            {
                return $"{address}, and asked for no file";
            }

            string[] missing = [.. _files
                .Where(file => file.Verdict == "NotFound"
                    && !_files.Any(other => Name(other) == Name(file) && s_given.Contains(other.Verdict)))
                .Select(Name)
                .Distinct()];
            string last = $"last {Name(_files[^1])} ({_files[^1].Verdict.ToLowerInvariant()})";
            bool hasKernel = _files.Any(
                file => Name(file).StartsWith("kernel", StringComparison.Ordinal) && s_given.Contains(file.Verdict));
            string never = hasKernel
                ? ""
                : missing.Any(name => name.StartsWith("kernel", StringComparison.Ordinal))
                    ? ", its kernel not being there"
                    : ", never for a kernel";
            return $"{address}, asked for {_files.Count} files{never}, {last}";
        }
    }

    /// <summary>Takes an event; any other kind is left alone.</summary>
    public void Observe(LogEvent logged)
    {
        if (logged.Kind == EventKind.Media && logged.Text("driver") == "netboot")
        {
            IsServed = true;
        }
        else if (logged.Kind == EventKind.Tftp && _files.Count < MaximumFiles)
        {
            _files.Add((logged.Text("file"), logged.Text("verdict")));
        }
        else if (logged.Kind == EventKind.Dhcp)
        {
            ObserveDhcp(logged);
        }
        else if (logged.Kind == EventKind.Power && logged.Text("state") == "on")
        {
            Forget();
        }
    }

    private void Forget()
    {
        _files.Clear();
        _leased = "";
        _offers = 0;
        OtherServer = "";
    }

    private static string Name((string File, string Verdict) request) => Path.GetFileName(request.File);

    private void ObserveDhcp(LogEvent logged)
    {
        switch (logged.Text("what"))
        {
            case "Offered":
                if (_files.Count > 0)
                {
                    Forget();
                    _attempts++;
                }

                _offers++;
                break;
            case "Leased":
                _leased = logged.Text("address");
                break;
            case "ForeignServer":
                OtherServer = logged.Text("text");
                break;
        }
    }
}
