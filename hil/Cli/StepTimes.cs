// How long steps took the last time, to tell how long they take.

using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RustKernel.Hil.Cli;

/// <summary>Seconds in artifacts/times/, a file for each step. Without them nothing is lost but the time left.</summary>
public static class StepTimes
{
    /// <summary>The seconds that <paramref name="step"/> took when it last succeeded; null: not known.</summary>
    public static double? Of(string step)
    {
        try
        {
            string text = File.Exists(FileOf(step)) ? File.ReadAllText(FileOf(step)) : "";
            return double.TryParse(text, CultureInfo.InvariantCulture, out double seconds) && seconds is > 0 and < 1e6 ? seconds : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary><paramref name="step"/> has succeeded and took <paramref name="time"/>.</summary>
    public static void Keep(string step, TimeSpan time)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(FileOf(step))!);
            File.WriteAllText(FileOf(step), time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Trace.WriteLine($"{FileOf(step)}: {e.Message}");
        }
    }

    /// <summary>"12 s, about 30 s left"; without an estimate, or after it, "12 s".</summary>
    public static string Line(TimeSpan elapsed, double? usual)
    {
        double left = (usual ?? 0) - elapsed.TotalSeconds;
        return Duration(elapsed.TotalSeconds) + (left >= 1 ? $", about {Duration(left)} left" : "");
    }

    /// <summary>"12 s", "2 min 05 s".</summary>
    public static string Duration(double seconds) => seconds < 100
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(seconds / 60):0} min {Math.Floor(seconds % 60):00} s");

    private static string FileOf(string step)
        => Repository.Work("times", string.Concat(step.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-')));
}
