// config.txt.

using System;
using System.Collections.Generic;
using System.Linq;

namespace RustKernel.Hil.VirtualRpi4.Firmware;

/// <summary>
/// The settings that hold for a Raspberry Pi 4: sections [all], [pi4], [none] and [tryboot] are
/// followed, those of other models left out. Of a
/// setting given twice the last one holds; dtoverlay and dtparam add up. A value ends at the line's end: a comment after it belongs to it.
/// </summary>
public sealed class ConfigText
{
    private readonly List<(string Key, string Value)> _settings = [];

    /// <summary>Reads <paramref name="text"/>, in a start that is a trial or an ordinary one.</summary>
    public ConfigText(string text, bool isTrial = false)
    {
        bool holds = true;
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                holds = line is "[all]" or "[pi4]" || (isTrial && line == "[tryboot]");
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            if (holds && equals > 0 && !line.StartsWith('#'))
            {
                _settings.Add((line[..equals].Trim(), line[(equals + 1)..].Trim()));
            }
            else if (holds && line.StartsWith("initramfs ", StringComparison.Ordinal))
            {
                _settings.Add(("initramfs", line["initramfs ".Length..].Split(' ')[0]));
            }
        }
    }

    /// <summary>The value of <paramref name="key"/>, or <paramref name="fallback"/>.</summary>
    public string Text(string key, string fallback) =>
        _settings.LastOrDefault(setting => setting.Key == key) is { Key: not null } found ? found.Value : fallback;

    /// <summary>True when <paramref name="key"/> is a number other than 0; <paramref name="fallback"/> when it is missing.</summary>
    public bool Flag(string key, bool fallback) =>
        Text(key, fallback ? "1" : "0") is var value && int.TryParse(value, out int number) && number != 0;

    /// <summary>The overlays' names in order, without their parameters.</summary>
    public IEnumerable<string> Overlays =>
        _settings
            .Where(setting => setting.Key == "dtoverlay")
            .Select(setting => setting.Value.Split(',')[0])
            .Where(name => name.Length > 0);
}
