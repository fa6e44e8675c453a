// Shapes in the plane: containment, intersections, distances.

using NetTopologySuite.Algorithm;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.IO;
using NetTopologySuite.Operation.Polygonize;
using NetTopologySuite.Simplify;
using NetTopologySuite.Triangulate;

internal static class GeometryProgram
{
    internal static void Main()
    {
        var reader = new WKTReader();
        Geometry house = reader.Read("POLYGON ((0 0, 10 0, 10 6, 5 10, 0 6, 0 0), (4 1, 6 1, 6 4, 4 4, 4 1))");
        Geometry road = reader.Read("LINESTRING (-5 2, 15 3, 15 12)");
        Geometry garden = reader.Read("POLYGON ((8 -2, 14 -2, 14 5, 8 5, 8 -2))");
        Console.WriteLine($"{house.Area} {house.Length:R} {house.Centroid} {house.IsValid} {house.Contains(new Point(5, 2))}");
        Console.WriteLine($"{house.Intersection(road)} {house.Relate(garden)} {house.Distance(new Point(20, 20)):R}");
        Console.WriteLine(house.Union(garden).Normalized());
        Console.WriteLine(house.Difference(garden).Normalized());
        Console.WriteLine(house.SymmetricDifference(garden).ConvexHull());
        Console.WriteLine($"{house.Buffer(1).Area:F6} {DouglasPeuckerSimplifier.Simplify(house.Buffer(2), 0.5).NumPoints} "
            + $"{new MinimumBoundingCircle(house).GetRadius():R}");

        Coordinate[] points = [.. Enumerable.Range(0, 200).Select(i => new Coordinate(i * 37 % 101, i * 53 % 97))];
        var triangles = new DelaunayTriangulationBuilder();
        triangles.SetSites(GeometryFactory.Default.CreateMultiPointFromCoords(points));
        Geometry mesh = triangles.GetTriangles(GeometryFactory.Default);
        Console.WriteLine($"{mesh.NumGeometries} {mesh.Area:R}");

        var tree = new STRtree<int>();
        for (int i = 0; i < points.Length; i++)
        {
            tree.Insert(new Envelope(points[i]), i);
        }

        Console.WriteLine(string.Join(' ', tree.Query(new Envelope(10, 20, 10, 20)).Order()));
        var faces = new Polygonizer();
        faces.Add(reader.Read("MULTILINESTRING ((0 0, 4 0), (4 0, 4 4), (4 4, 0 4), (0 4, 0 0), (0 0, 4 4))"));
        Console.WriteLine(string.Join(' ', faces.GetPolygons().Select(face => face.Area)));
        byte[] binary = new WKBWriter().Write(house);
        Console.WriteLine($"{binary.Length} {new WKBReader().Read(binary).EqualsExact(house)} "
            + $"{new WKTWriter { Formatted = true }.Write(road).ReplaceLineEndings("\n")}");
        try
        {
            reader.Read("POLYGON ((0 0, 1 1)");
        }
        catch (Exception e) when (e is ParseException or ArgumentException)
        {
            Console.WriteLine(e.GetType().Name);
        }
    }
}
