// postgres://USER:PASSWORD@HOST:PORT/DATABASE?KEY=VALUE as Npgsql takes it.

using System;
using System.Collections.Generic;
using Npgsql;

namespace RustKernel.Hil.FarmStore;

/// <summary>Reads the address of a PostgreSQL database, as libpq's programs write it.</summary>
public static class PostgresAddress
{
    private static readonly Dictionary<string, string> s_keys = new(StringComparer.Ordinal)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["host"] = "Host",
        ["passfile"] = "Passfile",
    };

    /// <summary>True when <paramref name="text"/> starts like such an address.</summary>
    public static bool Is(string text)
        => text.StartsWith("postgres://", StringComparison.Ordinal) || text.StartsWith("postgresql://", StringComparison.Ordinal);

    /// <summary>The settings in <paramref name="text"/>. Without a password, ~/.pgpass is used, as usual.</summary>
    /// <exception cref="FarmRequestException">It is not such an address.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (!Is(text) || !Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.AbsolutePath.Length < 2)
        {
            throw new FarmRequestException("the store's address is postgres://USER@HOST:PORT/DATABASE, or a file's path");
        }

        NpgsqlConnectionStringBuilder settings = new()
        {
            Host = address.Host,
            Port = address.Port > 0 ? address.Port : 5432,
            Database = Uri.UnescapeDataString(address.AbsolutePath[1..]),
        };
        string[] user = address.UserInfo.Split(':', 2);
        settings.Username = user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : Environment.UserName;
        if (user.Length > 1)
        {
            settings.Password = Uri.UnescapeDataString(user[1]);
        }

        foreach (string pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            if (parts.Length != 2 || !s_keys.TryGetValue(parts[0], out string? key))
            {
                throw new FarmRequestException(
                    $"the store's address has {parts[0]}, which is not known: {string.Join(", ", s_keys.Keys)} are");
            }

            Set(settings, key, Uri.UnescapeDataString(parts[1]));
        }

        return settings;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string key, string value)
    {
        try
        {
            settings[key] = value;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException)
        {
            throw new FarmRequestException($"the store's address: {key} cannot be {value}");
        }
    }
}
