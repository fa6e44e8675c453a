// What a real target's bench is made of.

using System.Collections.Generic;

namespace RustKernel.Hil.Targets;

/// <summary>The sections <c>console</c>, <c>power</c> and <c>media</c> of a target whose driver is <c>bench</c>.</summary>
/// <param name="Console">The serial line.</param>
/// <param name="Power">The power switch.</param>
/// <param name="Media">What it boots from.</param>
/// <param name="Hosts">The machines that these name, by name.</param>
public sealed record BenchDefinition(DriverSettings Console, DriverSettings Power, DriverSettings Media, IReadOnlyDictionary<string, HostDefinition> Hosts)
{
    /// <summary>What only one run may use at a time, apart from the board itself: serial port, relay, card.</summary>
    public IEnumerable<string> Resources()
    {
        foreach ((DriverSettings settings, string[] keys) in new[] { (Console, new[] { "device", "address" }), (Power, ["chip", "line"]), (Media, ["file", "device", "address", "frames_port"]) })
        {
            List<string> words = [];
            foreach (string key in keys)
            {
                if (settings.Has(key) && settings.Shown(key) is { } word and not "0")
                    words.Add(word);
            }

            string host = settings.Has("host") && settings.Text("host").Length > 0 ? settings.Text("host") + ":" : "";
            string resource = string.Join(' ', words);
            if (resource.Length > 0)
                yield return host + resource;
        }
    }
}
