// One driver's section, read.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RustKernel.Hil.Targets.Settings;

/// <summary>The values of a driver's keys, each checked against its <see cref="DriverSchema"/>; missing ones have their defaults.</summary>
public sealed class DriverSettings
{
    private readonly Dictionary<string, object> _values = [];

    private DriverSettings(DriverSchema schema) => Schema = schema;

    /// <summary>The driver.</summary>
    public DriverSchema Schema { get; }

    /// <summary>The driver's name.</summary>
    public string Driver => Schema.Name;

    /// <summary>Reads <paramref name="section"/>, whose key <c>driver</c> names one of <paramref name="known"/>.</summary>
    /// <exception cref="ConfigurationException">Anything in it is wrong.</exception>
    public static DriverSettings Read(YamlSection section, IReadOnlyList<DriverSchema> known)
    {
        string driver = section.RequiredText("driver");
        DriverSchema schema = known.FirstOrDefault(candidate => candidate.Name == driver)
            ?? throw section.Error(
                "driver",
                $"is {driver}, which no driver is called{Suggestion.For(driver, [.. known.Select(candidate => candidate.Name)])}");
        DriverSettings settings = new(schema);
        foreach (DriverKey key in schema.Keys)
        {
            settings._values[key.Name] = ReadKey(section, key);
        }

        section.RejectUnknown();
        return settings;
    }

    /// <summary>The text of <paramref name="key"/>.</summary>
    public string Text(string key) => (string)_values[key];

    /// <summary>The list of <paramref name="key"/>.</summary>
    public IReadOnlyList<string> Texts(string key) => (IReadOnlyList<string>)_values[key];

    /// <summary>The number of <paramref name="key"/>.</summary>
    public int Integer(string key) => (int)_values[key];

    /// <summary>A text or number of <paramref name="key"/>, as text.</summary>
    public string Shown(string key) => string.Create(CultureInfo.InvariantCulture, $"{_values[key]}");

    /// <summary>The time of <paramref name="key"/>.</summary>
    public TimeSpan Seconds(string key) => (TimeSpan)_values[key];

    /// <summary>true or false of <paramref name="key"/>.</summary>
    public bool Boolean(string key) => (bool)_values[key];

    /// <summary>These settings with every text changed by <paramref name="change"/>.</summary>
    public DriverSettings With(Func<string, string> change)
    {
        DriverSettings changed = new(Schema);
        foreach (KeyValuePair<string, object> value in _values)
        {
            changed._values[value.Key] = value.Value switch
            {
                string text =>
                change(text),
                IReadOnlyList<string> texts => texts.Select(change).ToArray(),
                _ => value.Value
            };
        }

        return changed;
    }

    /// <summary>True when the driver has <paramref name="key"/>.</summary>
    public bool Has(string key) => _values.ContainsKey(key);

    private static object ReadKey(YamlSection section, DriverKey key)
    {
        switch (key.Kind)
        {
            case KeyKind.Texts:
                IReadOnlyList<string> texts = section.Texts(key.Name);
                return texts.Count > 0 || !key.IsRequired
                    ? texts
                    : throw section.Error(key.Name, "is missing or empty: a list of program and arguments");
            case KeyKind.Integer:
                if (key.IsRequired)
                {
                    section.RequiredText(key.Name);
                }

                return section.Integer(
                    key.Name,
                    key.Default.Length > 0 ? int.Parse(key.Default, CultureInfo.InvariantCulture) : 0,
                    key.Minimum,
                    key.Maximum);
            case KeyKind.Seconds:
                return section.Seconds(key.Name, TimeSpan.FromSeconds(double.Parse(key.Default, CultureInfo.InvariantCulture)));
            case KeyKind.Boolean:
                return section.Boolean(key.Name, key.Default == "true");
            default:
                string text = key.IsRequired ? section.RequiredText(key.Name) : section.Text(key.Name, key.Default);
                if (key.Choices.Count > 0 && !key.Choices.Contains(text))
                {
                    throw section.Error(key.Name, $"is {text}, which it cannot be{Suggestion.For(text, key.Choices)}");
                }

                return text;
        }
    }
}
