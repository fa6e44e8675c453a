// A point of the curve P-256.

namespace RustKernel.Services.Signing;

/// <summary>x/z² and y/z³, each a factor of <see cref="EcdsaP256"/>'s field; z = 0 is the point at infinity.</summary>
internal sealed class CurvePoint
{
    internal uint[] X { get; init; } = new uint[ModularNumbers.Words];

    internal uint[] Y { get; init; } = new uint[ModularNumbers.Words];

    internal uint[] Z { get; init; } = new uint[ModularNumbers.Words];

    internal bool IsInfinite => ModularNumbers.IsZero(Z);

    /// <summary>Twice the point. [SEC1 2.2.1; a is -3]</summary>
    internal CurvePoint Double(ModularNumbers field)
    {
        CurvePoint twice = new();
        uint[] delta = Product(field, Z, Z), gamma = Product(field, Y, Y), beta = Product(field, X, gamma);

        // alpha = 3 (X - delta) (X + delta)
        uint[] less = Difference(field, X, delta), more = Sum(field, X, delta);
        uint[] alpha = Product(field, less, more);
        alpha = Sum(field, Sum(field, alpha, alpha), alpha);
        uint[] fourfold = Fourfold(field, beta);

        // X' = alpha² - 8 beta; Z' = (Y + Z)² - gamma - delta; Y' = alpha (4 beta - X') - 8 gamma²
        field.Multiply(alpha, alpha, twice.X);
        field.Subtract(twice.X, fourfold, twice.X);
        field.Subtract(twice.X, fourfold, twice.X);
        uint[] both = Sum(field, Y, Z);
        field.Multiply(both, both, twice.Z);
        field.Subtract(twice.Z, gamma, twice.Z);
        field.Subtract(twice.Z, delta, twice.Z);
        uint[] square = Fourfold(field, Product(field, gamma, gamma));
        field.Multiply(alpha, Difference(field, fourfold, twice.X), twice.Y);
        field.Subtract(twice.Y, square, twice.Y);
        field.Subtract(twice.Y, square, twice.Y);
        return twice;
    }

    /// <summary>The sum of any two points.</summary>
    internal CurvePoint Add(CurvePoint other, ModularNumbers field)
    {
        if (IsInfinite || other.IsInfinite)
        {
            return IsInfinite ? other : this;
        }

        uint[] square = Product(field, Z, Z), otherSquare = Product(field, other.Z, other.Z);
        uint[] x = Product(field, X, otherSquare);
        uint[] y = Product(field, Y, Product(field, otherSquare, other.Z));
        uint[] h = Difference(field, Product(field, other.X, square), x);
        uint[] r = Difference(field, Product(field, other.Y, Product(field, square, Z)), y);
        if (ModularNumbers.IsZero(h))
        {
            return ModularNumbers.IsZero(r) ? Double(field) : new CurvePoint();
        }

        // X' = r² - h³ - 2 x h²; Y' = r (x h² - X') - y h³; Z' = Z Z₂ h
        CurvePoint sum = new();
        uint[] square2 = Product(field, h, h), cube = Product(field, square2, h), part = Product(field, x, square2);
        field.Multiply(r, r, sum.X);
        field.Subtract(sum.X, cube, sum.X);
        field.Subtract(sum.X, part, sum.X);
        field.Subtract(sum.X, part, sum.X);
        field.Multiply(r, Difference(field, part, sum.X), sum.Y);
        field.Subtract(sum.Y, Product(field, y, cube), sum.Y);
        field.Multiply(Product(field, Z, other.Z), h, sum.Z);
        return sum;
    }

    private static uint[] Fourfold(ModularNumbers field, uint[] number)
    {
        uint[] twice = Sum(field, number, number);
        return Sum(field, twice, twice);
    }

    private static uint[] Product(ModularNumbers field, uint[] a, uint[] b)
    {
        uint[] product = new uint[ModularNumbers.Words];
        field.Multiply(a, b, product);
        return product;
    }

    private static uint[] Sum(ModularNumbers field, uint[] a, uint[] b)
    {
        uint[] sum = new uint[ModularNumbers.Words];
        field.Add(a, b, sum);
        return sum;
    }

    private static uint[] Difference(ModularNumbers field, uint[] a, uint[] b)
    {
        uint[] difference = new uint[ModularNumbers.Words];
        field.Subtract(a, b, difference);
        return difference;
    }
}
