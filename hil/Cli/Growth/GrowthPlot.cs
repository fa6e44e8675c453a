// The tables of rk bench --growth as pictures.

using System.Collections.Generic;
using System.IO;
using System.Linq;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace RustKernel.Hil.Cli.Growth;

/// <summary>Draws one SVG for each series; both axes are logarithmic, as quantities grow by factors.</summary>
internal static class GrowthPlot
{
    private const int Width = 720;
    private const int Height = 420;
    private const double Zero = 1;
    private const double TitleDistance = 16;
    private const double LineSpacing = 5;

    private const string Font = "Arial";
    private const string Number = "#,0";

    /// <summary>Writes <paramref name="file"/>. A point at 0 is drawn at 1, as a logarithmic axis has no 0.</summary>
    public static void Write(string file, GrowthSeries series, IReadOnlyDictionary<string, double?[]> rows)
    {
        PlotModel model = new()
        {
            Title = $"How cost grows with {series.Name}",
            Background = OxyColors.White,
            DefaultFont = Font,
            DefaultColors = [OxyColors.SteelBlue, OxyColors.DarkOrange, OxyColors.SeaGreen, OxyColors.Crimson, OxyColors.Purple]
        };
        model.Legends.Add(new Legend
        {
            LegendPlacement = LegendPlacement.Outside,
            LegendPosition = LegendPosition.BottomCenter,
            LegendLineSpacing = LineSpacing
        });
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Bottom,
            Title = series.Axis,
            StringFormat = Number,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColors.LightGray
        });
        model.Axes.Add(new LogarithmicAxis
        {
            Position = AxisPosition.Left,
            Title = "instructions",
            StringFormat = Number,
            AxisTitleDistance = TitleDistance,
            MajorGridlineStyle = LineStyle.Solid,
            MajorGridlineColor = OxyColors.LightGray
        });
        foreach ((string name, double?[] values) in rows)
        {
            LineSeries line = new() { Title = Wide(name), MarkerType = MarkerType.Circle, MarkerSize = 3 };
            line.Points.AddRange(series.Values.Zip(values)
                .Where(point => point.Second is not null)
                .Select(point => new DataPoint(point.First == 0 ? Zero : point.First, point.Second!.Value)));
            model.Series.Add(line);
        }

        using FileStream output = File.Create(file);
        new SvgExporter { Width = Width, Height = Height }.Export(model, output);
    }

    // The library takes a text for three quarters as wide as it is drawn, and cuts it there.
    private static string Wide(string text) => text.PadRight((text.Length * 3 / 2) + 1, '\u00A0');
}
