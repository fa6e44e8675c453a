// What a real target's lab is made of.

using System;
using System.Collections.Generic;

namespace RustKernel.Hil.Targets.Settings;

/// <summary>The sections <c>console</c>, <c>power</c> and <c>media</c> of a target whose driver is <c>lab</c>.</summary>
/// <param name="Console">The serial line.</param>
/// <param name="Power">The power switch.</param>
/// <param name="Media">What it boots from.</param>
/// <param name="Hosts">The machines that these name, by name.</param>
public sealed record LabDefinition(
    DriverSettings Console,
    DriverSettings Power,
    DriverSettings Media,
    IReadOnlyDictionary<string, HostDefinition> Hosts)
{
    /// <summary>The mark for the folder that the rig makes for <see cref="Program"/>.</summary>
    public const string FolderMark = "{folder}";

    /// <summary>
    /// A program that is the lab, with its arguments: started before every run, ended after it, ready when it prints "ready". In
    /// these words and in the drivers' texts, <see cref="FolderMark"/> means a folder made for it. Empty for a lab that is there.
    /// </summary>
    public IReadOnlyList<string> Program { get; init; } = [];

    /// <summary>The current sensor in the board's supply; null when there is none.</summary>
    public DriverSettings? Meter { get; init; }

    /// <summary>The lab that the program offers in <paramref name="folder"/>.</summary>
    public LabDefinition In(string folder)
    {
        string Replace(string text) => text.Replace(FolderMark, folder, StringComparison.Ordinal);
        return new LabDefinition(Console.With(Replace), Power.With(Replace), Media.With(Replace), Hosts) { Meter = Meter?.With(Replace) };
    }

    /// <summary>The parts that only one run may use at a time, apart from the board itself: serial port, relay, card.</summary>
    public IEnumerable<string> Resources()
    {
        foreach ((DriverSettings settings, string[] keys) in new[]
        {
            (Console, new[] { "device", "address" }),
            (Power, Power.Driver == "expander" ? ["bus", "address", "chip", "line"] : ["chip", "line"]),
            (Media, ["file", "device", "address", "frames_port"])
        })
        {
            List<string> words = [];
            foreach (string key in keys)
            {
                if (settings.Has(key) && settings.Shown(key) is { } word and not "0")
                {
                    words.Add(word);
                }
            }

            string host = settings.Has("host") && settings.Text("host").Length > 0 ? settings.Text("host") + ":" : "";
            string resource = string.Join(' ', words);
            if (resource.Length > 0 && !resource.Contains(FolderMark, StringComparison.Ordinal))
            {
                yield return host + resource;
            }
        }
    }
}
